import { builtinExports, isBuiltin } from '../llrt/compat.js';
import { NEWEST } from '../llrt/release.js';
import { ruleOf } from '../llrt/rules.js';
import { flavourOf, isEmbedded } from '../llrt/sdk.js';
import { PACKAGE_RULES } from '../llrt-check/imports/package-rules.js';

/** The release that new functions are pinned to: the newest with a tag. */
export const LLRT_VERSION = `v${NEWEST}-beta`;

/** Names of `LlrtBinaryType`. */
export type BinaryType = 'STANDARD' | 'FULL_SDK';

/** The smallest binary that has the AWS packages, or one that none of them has. */
export function binaryFor(packages: ReadonlySet<string>): BinaryType | { readonly lacks: string } {
  const aws = [...packages].filter((name) => /^@(?:aws-sdk|smithy)\//.test(name));
  const needsFull = aws.some((name) => flavourOf(name) === 'full');
  const missing = aws.find((name) => {
    if (flavourOf(name) !== undefined || isEmbedded(NEWEST, 'full', name)) return false;
    if (name.startsWith('@smithy/')) return true;
    // The construct bundles what the standard binary lacks; for a client that takes modules LLRT has not.
    return needsFull || name.startsWith('@aws-sdk/client-');
  });
  if (missing !== undefined) return { lacks: missing };
  return needsFull ? 'FULL_SDK' : 'STANDARD';
}

/**
 * Whether code that loads a module cannot start on LLRT.
 *
 * @param specifier as written, for example `node:http` or `jose/errors`
 * @param name package of the specifier
 * @param version release of the package; jose before 6 loads `KeyObject` of node:crypto
 * @param takesBrowserBuilds whether the bundle takes the builds of packages for browsers
 */
export function isUnrunnable(
  specifier: string,
  name: string,
  version?: string,
  takesBrowserBuilds = false,
): boolean {
  if (name === 'jose') return Number.parseInt(version ?? '0', 10) < 6;
  if (isBuiltin(specifier)) return builtinExports(NEWEST, specifier) === undefined;
  return PACKAGE_RULES.some(
    (rule) =>
      rule.names === undefined &&
      rule.below === undefined &&
      rule.severity === undefined &&
      !(rule.browserBuild && takesBrowserBuilds) &&
      ruleOf(rule.code).severity === 'error' &&
      rule.specifier.test(specifier),
  );
}

/** Packages that other transforms take out of the code, so that the function only waits for them. */
export const REPLACED: ReadonlySet<string> = new Set(['lambda-api', 'jose', 'jsonwebtoken']);
