import type { Finding } from '../engine/finding.js';
import { positionOf } from '../engine/syntax/parse.js';
import type { ManifestChange, Route, Selection, TransformOutcome } from '../engine/transform.js';
import type { Application } from './application.js';
import type { Assessment } from './assess.js';
import { lambdaApiFinding } from './findings.js';
import type { Problem } from './handlers/context.js';

/** The routes of one registration, as they are listed. */
export function routesOf(app: Application, { site, state, problems }: Assessment): Route[] {
  const file = app.program.file(site.use.file);
  if (!file) return [];
  const { line } = positionOf(file, site.use.call.getStart(file.ast));
  const findings = problems.map((found) => toFinding(app, found));
  return site.ids.map((id) => ({
    id,
    state,
    file: site.use.file,
    line,
    findings: unique(findings),
  }));
}

/** What is to be told about the selected routes that are not migrated. */
export function selectedFindings(
  app: Application,
  assessments: readonly Assessment[],
  selection: Selection,
): Finding[] {
  const problems = assessments
    .filter(
      ({ site, state }) => state !== 'migrated' && isSelected(site.ids, site.use.file, selection),
    )
    .flatMap((entry) => entry.problems);
  return unique(problems.map((found) => toFinding(app, found)));
}

function isSelected(ids: readonly string[], file: string, selection: Selection): boolean {
  return selection.file(file) && ids.some((id) => selection.route(id));
}

/** The finding for a problem, with its place. */
export function toFinding(app: Application, { code, file, node, details }: Problem): Finding {
  const parsed = app.program.file(file);
  const place = parsed ? positionOf(parsed, node.getStart(parsed.ast)) : { line: 1, column: 1 };
  return lambdaApiFinding(code, { ...details, file, ...place });
}

/** Files that do not parse. */
export function syntaxFindings(app: Application | undefined): Finding[] {
  return (app?.program.broken ?? []).map((file) => {
    const { message: reason, position } = file.syntaxError ?? { message: '', position: 0 };
    return lambdaApiFinding('syntax-error', {
      file: file.path,
      ...positionOf(file, position),
      reason,
    });
  });
}

/** Each finding once, in the order of the first. */
export function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings)
    seen.set(
      `${finding.code} ${finding.file} ${finding.line} ${finding.column} ${finding.message}`,
      finding,
    );
  return [...seen.values()];
}

/** What the transform answers, its routes counted by state. */
export function outcome(
  routes: readonly Route[],
  migrates: readonly string[],
  writes: ReadonlyMap<string, string | null>,
  manifest: ManifestChange,
  findings: readonly Finding[],
): TransformOutcome {
  const count = (state: Route['state']): number =>
    routes.filter((route) => route.state === state).length;
  const sites = {
    pending: count('pending'),
    migrated: count('migrated'),
    blocked: count('blocked'),
  };
  return { routes, migrates, sites, writes, manifest, findings };
}
