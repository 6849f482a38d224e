import type { TransformId } from '../engine/transform.js';

/** Findings that a transform of this product takes away, by their code. */
export const TAKEN_AWAY_BY: Readonly<Record<string, TransformId>> = {
  'llrt-lambda-api': 'lambda-api-to-hono',
  'llrt-jose-node-build': 'jose-to-web-crypto',
  'llrt-request-formdata': 'form-data-to-url-search-params',
  'llrt-formdata-urlencoded': 'form-data-to-url-search-params',
  'llrt-create-require-banner': 'nodejs-function-to-llrt',
  'sam-function': 'nodejs-function-to-llrt',
  'serverless-function': 'nodejs-function-to-llrt',
};
