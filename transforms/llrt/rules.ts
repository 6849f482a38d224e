import { findingsFrom, type FindingPlace } from '../engine/catalogue.js';
import type { Finding, Severity } from '../engine/finding.js';
import { isInRange, type Release, type ReleaseRange } from './release.js';
import { affectedText, catalogueOf, referenceText, type Rule } from './rule.js';
import { awsRules } from './rules/aws.js';
import { deploymentRules } from './rules/deployment.js';
import { languageRules } from './rules/language.js';
import { nodeModuleRules } from './rules/node-modules.js';
import { packageRules } from './rules/packages.js';
import { webRules } from './rules/web.js';

const TABLE = [
  ...nodeModuleRules,
  ...webRules,
  ...languageRules,
  ...awsRules,
  ...packageRules,
  ...deploymentRules,
] as const;

export type RuleCode = (typeof TABLE)[number]['code'];

/** Every rule about LLRT. */
export const RULES: readonly Rule[] = TABLE;

const BY_CODE: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.code, rule]));

/** The rules as catalogue entries, for the documentation. */
export const llrtFindings = catalogueOf(RULES);

const build = findingsFrom(RULES);

/** A finding about LLRT: besides the message, the releases it is true of and where the fact comes from. */
export interface LlrtFinding extends Finding {
  readonly affects: ReleaseRange & { readonly fixed?: string };
  readonly references: readonly string[];
}

/** The rule with a code. */
export function ruleOf(code: RuleCode): Rule {
  const rule = BY_CODE.get(code);
  if (!rule) throw new Error(`No rule has the code ${code}.`);
  return rule;
}

/** Whether a rule is about a release. */
export function applies(code: RuleCode, release: Release): boolean {
  return isInRange(release, ruleOf(code).affects ?? {});
}

/**
 * Builds a finding.
 *
 * @param severity where it is another one than that of the rule
 */
export function llrtFinding(
  code: RuleCode,
  place: FindingPlace,
  severity: Severity = ruleOf(code).severity,
): LlrtFinding {
  const rule = ruleOf(code);
  const finding = build(code, place);
  return {
    ...finding,
    severity,
    message: `${finding.message} (LLRT: ${affectedText(rule)})`,
    help: `${finding.help} Reference: ${referenceText(rule)}.`,
    affects: { ...rule.affects, ...(rule.fixed === undefined ? {} : { fixed: rule.fixed }) },
    references: rule.references.map((reference) =>
      reference.startsWith('#')
        ? `https://github.com/awslabs/llrt/issues/${reference.slice(1)}`
        : reference,
    ),
  };
}
