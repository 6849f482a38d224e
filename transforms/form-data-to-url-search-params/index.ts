import type { Finding } from '../engine/finding.js';
import { parseFile, positionOf } from '../engine/syntax/parse.js';
import { ts } from '../engine/syntax/typescript.js';
import { SourceProgram } from '../engine/syntax/program.js';
import type { PackageView, Selection, Transform, TransformOutcome } from '../engine/transform.js';
import { isTestFile } from '../lambda-api-to-hono/handlers/call-sites.js';
import { assess, isFree, type Assessment } from './assess.js';
import { changesInPlace, changesWithModule } from './changes.js';
import { formDataFinding } from './findings.js';
import { countMigrated } from './helper/uses.js';
import { ownershipOf, routeIds } from './ownership.js';
import type { Problem } from './problem.js';
import { findSites } from './sites/find-sites.js';

/** Where the functions that take the place of `formData` go: into a module of the package, or into each file. */
export type HelperHome = 'module' | 'local';

/** The transform, with its functions at home in one of two places. */
export function formsTransform(home: HelperHome): Transform {
  return {
    id: 'form-data-to-url-search-params',
    needles: ['formData', 'parseBody', 'FormData(', "'form'", '"form"', 'form-body', 'createRoute'],
    routeScoped: true,
    run: (pkg, selection) => run(pkg, selection, home),
  };
}

/** Reads urlencoded forms with URLSearchParams instead of FormData, which LLRT lacks or gets wrong. */
export const formDataToUrlSearchParams = formsTransform('module');

function run(pkg: PackageView, selection: Selection, home: HelperHome): TransformOutcome {
  const program = new SourceProgram(pkg);
  // Tests run on Node.js.
  const files = pkg.candidates.filter((file) => !isTestFile(file));
  const found = files.map((file) => findSites(program, file));
  const sites = found.flatMap((one) => one.sites);
  const assessments = assess(program, sites);
  const elsewhere = found.flatMap((one) => one.problems);
  const idsOf = selection.byRoute ? routeIds(pkg) : () => [];

  const chosen: Assessment[] = [];
  const problems: Problem[] = selection.byRoute
    ? []
    : elsewhere.filter(({ file }) => selection.file(file));
  for (const assessment of assessments) {
    const ownership = ownershipOf(program, assessment, selection, idsOf);
    if (ownership === 'elsewhere') continue;
    if (!isFree(assessment)) problems.push(...assessment.problems);
    else if (ownership !== 'owned') problems.push(ownership);
    else {
      chosen.push(assessment);
      problems.push(...assessment.problems);
    }
  }
  const isSurvey = selection.survey === true;
  const changed = isSurvey ? [] : chosen;
  const writes =
    home === 'local'
      ? changesInPlace(program, changed)
      : changesWithModule(program, sites, changed);
  for (const [path, text] of writes) assertParses(path, text);
  const free = assessments.filter(isFree).length;
  const blocking = elsewhere.filter(({ code }) => code !== 'form-request-unknown');
  return {
    routes: [],
    migrates: [],
    sites: {
      pending: free,
      migrated: countMigrated(program),
      blocked: sites.length - free + blocking.length,
    },
    writes,
    manifest: { add: {}, remove: [] },
    findings: [
      ...syntaxFindings(program, selection),
      ...unique(
        [...problems, ...refusals(chosen), ...mocks(program, chosen)].map((one) =>
          toFinding(program, one),
        ),
      ),
    ],
  };
}

/** Requests that tests make up, the first in each test file. */
function mocks(program: SourceProgram, chosen: readonly Assessment[]): Problem[] {
  if (chosen.length === 0) return [];
  return program.pkg.candidates.filter(isTestFile).flatMap((file) => {
    const bindings = program.file(file) && program.bindings(file);
    const node = ['formData', 'parseBody']
      .flatMap((name) => bindings?.identifiers(name) ?? [])
      .find((id) => isMadeUp(id));
    return node ? [{ code: 'form-mock', file, node, details: { name: node.text } }] : [];
  });
}

function isMadeUp({ parent }: ts.Identifier): boolean {
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isShorthandPropertyAssignment(parent)) &&
    ts.isObjectLiteralExpression(parent.parent)
  );
}

/** One notice for each file in which a form can no longer come as multipart. */
function refusals(chosen: readonly Assessment[]): Problem[] {
  const first = new Map<string, Assessment>();
  for (const one of chosen) if (!first.has(one.site.file)) first.set(one.site.file, one);
  return [...first.values()].map(({ site }) => ({
    code: 'form-multipart-refused',
    file: site.file,
    node: site.call,
  }));
}

function toFinding(program: SourceProgram, { code, file, node, details }: Problem): Finding {
  const parsed = program.file(file);
  const place = parsed ? positionOf(parsed, node.getStart(parsed.ast)) : { line: 1, column: 1 };
  return formDataFinding(code, { ...details, file, ...place });
}

function syntaxFindings(program: SourceProgram, selection: Selection): Finding[] {
  return program.broken
    .filter(({ path }) => selection.file(path) && !selection.byRoute)
    .map((file) => {
      const { message: reason, position } = file.syntaxError ?? { message: '', position: 0 };
      const place = positionOf(file, position);
      return formDataFinding('form-syntax-error', { file: file.path, ...place, reason });
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
