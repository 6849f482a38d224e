import { positionOf } from '../engine/syntax/parse.js';
import type { Finding } from '../engine/finding.js';
import { SourceProgram } from '../engine/syntax/program.js';
import type { PackageView, Selection, Transform, TransformOutcome } from '../engine/transform.js';
import { assess, type Assessment } from './assess.js';
import { planChanges } from './changes.js';
import { keptProblems } from './checks/kept.js';
import { leftoverProblems } from './checks/leftovers.js';
import { joseFinding } from './findings.js';
import { honoJwtOutcome } from './hono-jwt/outcome.js';
import { tokenOutcome } from './jsonwebtoken/outcome.js';
import { modulePathsOf, surveyModule } from './module-file/users.js';
import { ownership } from './ownership.js';
import type { Problem } from './problem.js';
import { connections } from './sharing/components.js';
import { staysOf } from './sharing/stays.js';
import { surveyJose, type JoseFile } from './survey.js';
import { joseVersion } from './version.js';

/** Replaces jose by a module on Web Crypto that has the same names, which LLRT runs as well. */
export const joseToWebCrypto: Transform = {
  id: 'jose-to-web-crypto',
  needles: ['jose', 'jsonwebtoken'],
  routeScoped: true,
  run,
};

function run(pkg: PackageView, selection: Selection): TransformOutcome {
  const isDirect = selection.jwt === 'hono' && selection.survey !== true;
  const jose = isDirect ? runWithHono(pkg, selection) : runOnJose(pkg, selection);
  return withTokens(pkg, selection, jose);
}

/** `--jwt hono`: the module takes the place of what hono does not do in the same way. */
function runWithHono(pkg: PackageView, selection: Selection): TransformOutcome {
  const program = new SourceProgram(pkg);
  const direct = honoJwtOutcome(program, selection);
  const view = writtenView(pkg, direct.writes);
  const jose = runOnJose(view, selection);
  const rest = new SourceProgram(view);
  const isGone =
    direct.writes.size > 0 && surveyJose(rest).length === 0 && keptProblems(rest).length === 0;
  const told = direct.problems.map((one) => toFinding(program, one));
  return {
    ...jose,
    writes: new Map([...direct.writes, ...jose.writes]),
    manifest: isGone ? { add: {}, remove: ['jose'] } : jose.manifest,
    findings: [...told, ...jose.findings],
  };
}

/** What is done about jsonwebtoken, after jose has been replaced. */
function withTokens(
  pkg: PackageView,
  selection: Selection,
  jose: TransformOutcome,
): TransformOutcome {
  const program = new SourceProgram(writtenView(pkg, jose.writes));
  const tokens = tokenOutcome(program, selection);
  return {
    ...jose,
    sites: {
      pending: jose.sites.pending + tokens.sites.pending,
      migrated: jose.sites.migrated + tokens.sites.migrated,
      blocked: jose.sites.blocked + tokens.sites.blocked,
    },
    writes: new Map([...jose.writes, ...tokens.writes]),
    manifest: { add: {}, remove: [...jose.manifest.remove, ...tokens.remove] },
    findings: unique([
      ...jose.findings,
      ...syntaxFindings(program, selection),
      ...tokens.problems.map((one) => toFinding(program, one)),
    ]),
  };
}

/** A package with what was written to it. */
function writtenView(pkg: PackageView, writes: TransformOutcome['writes']): PackageView {
  if (writes.size === 0) return pkg;
  const added = [...writes.keys()].filter((path) => !pkg.files.includes(path));
  const remaining = (paths: readonly string[]): string[] =>
    [...paths, ...added].filter((path) => writes.get(path) !== null).toSorted();
  return {
    ...pkg,
    files: remaining(pkg.files),
    candidates: remaining(pkg.candidates),
    read: (path) => (writes.has(path) ? (writes.get(path) ?? undefined) : pkg.read(path)),
  };
}

function runOnJose(pkg: PackageView, selection: Selection): TransformOutcome {
  const program = new SourceProgram(pkg);
  const files = surveyJose(program);
  const migrated = surveyModule(program);
  if (files.length === 0 && modulePathsOf(pkg).length === 0) return nothing(program, selection);
  const areConnected = connections(program);
  const version = joseVersion(pkg);
  const assessments = assess(program, files, version, areConnected);
  const isOwned = ownership(program, selection);
  const wanted = assessments
    .filter(({ jose, problems }) => problems.length === 0 && isOwned(jose))
    .map(({ jose }) => jose);
  const stays =
    version.kind === 'known' ? staysOf(program, files, wanted, version.profile, areConnected) : [];
  const chosen = wanted.filter(({ file }) => !stays.some((one) => one.file === file.path));
  const isDone = files.length > 0 && chosen.length === files.length;
  const kept = isDone ? keptProblems(program) : [];
  const told = assessments.filter(({ jose }) => isOwned(jose)).flatMap(({ problems }) => problems);
  const leftovers = isDone ? leftoverProblems(program) : [];
  return {
    routes: [],
    migrates: [],
    sites: countSites(assessments, migrated),
    writes: selection.survey ? new Map() : planChanges(program, files, migrated, chosen, version),
    manifest: { add: {}, remove: isDone && kept.length === 0 ? ['jose'] : [] },
    findings: [
      ...syntaxFindings(program, selection),
      ...unique([...told, ...stays, ...kept, ...leftovers].map((one) => toFinding(program, one))),
    ],
  };
}

function nothing(program: SourceProgram, selection: Selection): TransformOutcome {
  return {
    routes: [],
    migrates: [],
    sites: { pending: 0, migrated: 0, blocked: 0 },
    writes: new Map(),
    manifest: { add: {}, remove: [] },
    findings: syntaxFindings(program, selection),
  };
}

function countSites(
  assessments: readonly Assessment[],
  migrated: readonly JoseFile[],
): TransformOutcome['sites'] {
  const count = (files: readonly JoseFile[]): number =>
    files.reduce((sum, { sites }) => sum + sites.length, 0);
  const free = assessments.filter(({ problems }) => problems.length === 0);
  const pending = count(free.map(({ jose }) => jose));
  const all = count(assessments.map(({ jose }) => jose));
  return { pending, migrated: count(migrated), blocked: all - pending };
}

function toFinding(program: SourceProgram, { code, file, node, details }: Problem): Finding {
  const parsed = node && program.file(file);
  const place =
    parsed && node ? positionOf(parsed, node.getStart(parsed.ast)) : { line: 1, column: 1 };
  return joseFinding(code, { ...details, file, ...place });
}

function syntaxFindings(program: SourceProgram, selection: Selection): Finding[] {
  return program.broken
    .filter(({ path }) => selection.file(path) && !selection.byRoute)
    .map((file) => {
      const { message: reason, position } = file.syntaxError ?? { message: '', position: 0 };
      return joseFinding('jose-syntax-error', {
        file: file.path,
        ...positionOf(file, position),
        reason,
      });
    });
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
