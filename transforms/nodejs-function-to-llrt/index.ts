import { posix } from 'node:path';
import type { Finding } from '../engine/finding.js';
import { parseFile, positionOf } from '../engine/syntax/parse.js';
import { SourceProgram } from '../engine/syntax/program.js';
import type { PackageView, Selection, Transform, TransformOutcome } from '../engine/transform.js';
import { assess, isFree, type Assessment } from './assess.js';
import { CONSTRUCT_PACKAGE, CONSTRUCT_RANGE, writeChanges } from './emit.js';
import { llrtFunctionFinding } from './findings.js';
import { plainFunctions } from './plain-functions.js';
import { fileOf, isBlocking, type Problem } from './problem.js';
import { findSites } from './sites.js';
import { TEMPLATE_FILES, templateFindings } from './templates/template-findings.js';
import { hasTwin, twinProblems } from './twin.js';

/** Runs AWS CDK functions on LLRT: NodejsFunction becomes LlrtFunction of cdk-lambda-llrt. */
export const nodejsFunctionToLlrt: Transform = {
  id: 'nodejs-function-to-llrt',
  needles: ['NodejsFunction', 'LlrtFunction', 'Runtime.NODEJS_'],
  routeScoped: false,
  otherFiles: TEMPLATE_FILES,
  readsWorkspace: true,
  run,
};

function run(pkg: PackageView, selection: Selection): TransformOutcome {
  const program = new SourceProgram(pkg);
  const keepNode = selection.keepNode === true;
  const found = assess(
    program,
    pkg.candidates.flatMap((file) => findSites(program, file)),
    selection.survey,
  );
  const twins = found.filter(({ site }) => hasTwin(site));
  const alone = found
    .filter((one) => !twins.includes(one))
    .map((one) => (keepNode && isFree(one) ? withTwinProblems(program, one) : one));
  const chosen = alone.filter((one) => isFree(one) && isSelected(one, selection));
  const isSurvey = selection.survey === true;
  const writes = isSurvey ? new Map<string, string>() : writeChanges(program, chosen, keepNode);
  for (const [path, text] of writes) assertParses(path, text);
  const problems = alone
    .filter(({ site }) => selection.file(site.file))
    .flatMap((one) => (isFree(one) ? one.problems : one.problems.filter(isBlocking)));
  for (const { site } of twins)
    if (selection.file(site.file)) problems.push({ code: 'cdk-twin-present', node: site.call });
  for (const file of pkg.candidates.filter(selection.file))
    problems.push(...plainFunctions(program, file));
  return {
    routes: [],
    migrates: [],
    sites: {
      pending: alone.filter(isFree).length,
      migrated: countMigrated(program),
      blocked: alone.filter((one) => !isFree(one)).length,
    },
    writes,
    manifest: {
      add: writes.size > 0 ? { [CONSTRUCT_PACKAGE]: CONSTRUCT_RANGE } : {},
      remove: [],
      beside: 'aws-cdk-lib',
    },
    findings: [
      ...syntaxFindings(program, selection),
      ...unique(problems.map((one) => toFinding(program, one))),
      ...templateFindings(pkg).filter(({ file }) => selection.file(file)),
    ],
  };
}

function withTwinProblems(program: SourceProgram, one: Assessment): Assessment {
  return { ...one, problems: [...one.problems, ...twinProblems(program, one)] };
}

/** Options of a function may stand in other files, which then have to be selected as well. */
function isSelected({ site, cleanings }: Assessment, selection: Selection): boolean {
  return [site.file, ...[...cleanings.keys()].map(fileOf)].every((file) => selection.file(file));
}

function countMigrated(program: SourceProgram): number {
  return program.pkg.candidates.flatMap(
    (path) => program.file(path)?.text.match(/\b(?:new|extends) LlrtFunction\b/g) ?? [],
  ).length;
}

function toFinding(program: SourceProgram, { code, node, details }: Problem): Finding {
  const file = fileOf(node);
  const parsed = program.file(file);
  const place = parsed ? positionOf(parsed, node.getStart(parsed.ast)) : { line: 1, column: 1 };
  return llrtFunctionFinding(code, { ...details, file: posix.normalize(file), ...place });
}

function syntaxFindings(program: SourceProgram, selection: Selection): Finding[] {
  return program.broken
    .filter(({ path }) => selection.file(path))
    .map((file) => {
      const { message: reason, position } = file.syntaxError ?? { message: '', position: 0 };
      const place = positionOf(file, position);
      return llrtFunctionFinding('cdk-syntax-error', { file: file.path, ...place, reason });
    });
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** A rewrite that does not parse would be worse than none: nothing is written then. */
function assertParses(path: string, text: string): void {
  const error = parseFile(path, text).syntaxError;
  if (error) throw new Error(`The rewritten ${path} would not parse (${error.message}).`);
}
