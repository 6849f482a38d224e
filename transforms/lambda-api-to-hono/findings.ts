import { findingsFrom } from '../engine/catalogue.js';
import { STAYS } from './findings/stays.js';
import { TELLS } from './findings/tells.js';

/** What the transform says about code that it leaves alone, or that a reader should look at. */
export const lambdaApiFindings = [...STAYS, ...TELLS] as const;

export type LambdaApiFindingCode = (typeof lambdaApiFindings)[number]['code'];

/** Builds a finding of this transform. */
export const lambdaApiFinding = findingsFrom(lambdaApiFindings);
