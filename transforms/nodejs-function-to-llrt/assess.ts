import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import { cleanBundling, cleanFunction, hasKnownExternals, type Cleaning } from './bundling.js';
import { entryPath, packageName, reachOf } from './entry.js';
import { fileOf, isBlocking, type Problem } from './problem.js';
import { propertyOf, seeProps, valueOf, type SeenProps } from './props.js';
import { binaryFor, isUnrunnable, REPLACED, type BinaryType } from './sdk.js';
import { versionOf, type FunctionSite } from './sites.js';

/** One function, with all that is known about it. */
export interface Assessment {
  readonly site: FunctionSite;
  readonly props: SeenProps;
  readonly binary: BinaryType;
  /** What becomes of the literals that its options are in. */
  readonly cleanings: ReadonlyMap<ts.ObjectLiteralExpression, Cleaning>;
  readonly problems: readonly Problem[];
}

/**
 * Looks at every function of the package.
 *
 * @param isSurvey whether code that other transforms still have to change is only waited for
 */
export function assess(
  program: SourceProgram,
  sites: readonly FunctionSite[],
  isSurvey = false,
): Assessment[] {
  const assessments = sites.map((site) => assessSite(program, site, isSurvey));
  return withSharedLiterals(program, assessments);
}

/** Whether a function can become one on LLRT. */
export function isFree({ problems }: Assessment): boolean {
  return !problems.some(isBlocking);
}

function assessSite(program: SourceProgram, site: FunctionSite, isSurvey: boolean): Assessment {
  const props = seeProps(program, site.props);
  const problems: Problem[] = [];
  if (versionOf(program, fileOf(site.callee), site.callee) === 'v1')
    problems.push({ code: 'cdk-v1', node: site.call });
  const bundling = seeBundling(program, props);
  for (const node of [...props.unseen, ...bundling.unseen])
    problems.push({ code: 'cdk-props-unseen', node, details: { name: node.getText() } });
  const cleanings = new Map<ts.ObjectLiteralExpression, Cleaning>();
  for (const literal of props.literals) cleanings.set(literal, cleanFunction(literal));
  for (const literal of bundling.literals) {
    cleanings.set(literal, cleanBundling(program, literal));
    const list = propertyOf(literal, 'externalModules');
    if (list && !hasKnownExternals(program, literal))
      problems.push({ code: 'cdk-props-unseen', node: list, details: { name: list.getText() } });
  }
  for (const { problems: found } of cleanings.values()) problems.push(...found);
  const entry = assessEntry(program, site, props, {
    isSurvey,
    takesBrowserBuilds: bundling.literals.some((literal) => BROWSER.test(literal.getText())),
  });
  problems.push(...entry.problems);
  const names = [...props.names, ...bundling.names];
  const all = {
    literals: [...props.literals, ...bundling.literals],
    unseen: [],
    isPartial: false,
    names,
  };
  return { site, props: all, binary: entry.binary, cleanings, problems };
}

/** Arguments for esbuild that make it take the builds of packages for browsers. */
const BROWSER = /(?:--conditions|--main-fields|--platform|mainFields)[^,}]*\bbrowser\b/;

function seeBundling(program: SourceProgram, props: SeenProps): SeenProps {
  const values = props.literals.flatMap((literal) => {
    const property = propertyOf(literal, 'bundling');
    const value = property && valueOf(property);
    return value ? [seeProps(program, value)] : [];
  });
  return {
    literals: values.flatMap(({ literals }) => literals),
    unseen: values.flatMap(({ unseen }) => unseen),
    isPartial: values.some(({ isPartial }) => isPartial),
    names: values.flatMap(({ names }) => names),
  };
}

interface EntrySettings {
  /** Code that other transforms still have to change is only waited for. */
  readonly isSurvey: boolean;
  readonly takesBrowserBuilds: boolean;
}

interface EntryResult {
  readonly binary: BinaryType;
  readonly problems: readonly Problem[];
}

/** Chooses the binary by what the entry loads; a function that makes functions has several. */
function assessEntry(
  program: SourceProgram,
  site: FunctionSite,
  props: SeenProps,
  { isSurvey, takesBrowserBuilds }: EntrySettings,
): EntryResult {
  const node = site.call;
  const values = props.literals
    .map((literal) => propertyOf(literal, 'entry'))
    .flatMap((property) => (property && valueOf(property)) ?? []);
  if (values.length === 0 && !props.isPartial)
    return { binary: 'STANDARD', problems: [{ code: 'cdk-entry-implicit', node }] };
  const loaded = new Map<string, ts.Node>();
  const missing = new Map<string, ts.Node>();
  let unseen = values.length === 0 ? 'its entry is not written here' : undefined;
  for (const value of values) {
    const path = entryPath(program, fileOf(value), value);
    const reach = path === undefined ? undefined : reachOf(program.pkg, path);
    unseen ??= reach ? reach.unseen : `the entry \`${value.getText()}\` is computed`;
    for (const [specifier, at] of reach?.loaded ?? []) loaded.set(specifier, at);
    for (const [name, at] of reach?.missing ?? []) missing.set(name, at);
  }
  const bad = [...loaded].filter(([specifier]) =>
    cannotRun(program, specifier, takesBrowserBuilds),
  );
  bad.push(...missing);
  const [worst] = bad.toSorted(([a], [b]) => Number(isReplaced(a)) - Number(isReplaced(b)));
  if (worst) {
    const code = isSurvey && isReplaced(worst[0]) ? 'cdk-waits' : 'cdk-not-ready';
    return stopped(code, node, worst[0], worst[1]);
  }
  const packages = new Map([...loaded].map(([specifier, at]) => [packageName(specifier), at]));
  const binary = binaryFor(new Set(packages.keys()));
  if (typeof binary !== 'string') {
    const at = packages.get(binary.lacks) ?? node;
    return stopped('cdk-client-not-embedded', node, binary.lacks, at);
  }
  if (unseen !== undefined)
    return {
      binary: 'FULL_SDK',
      problems: [{ code: 'cdk-entry-unseen', node, details: { reason: unseen } }],
    };
  const clients = [...packages.keys()].filter((name) => name.startsWith('@aws-sdk/'));
  const reason =
    clients.length > 0
      ? `it has all AWS packages that the code loads: ${clients.toSorted().join(', ')}`
      : 'the code loads no AWS package itself';
  return {
    binary,
    problems: [{ code: 'cdk-binary-type', node, details: { type: binary, reason } }],
  };
}

function cannotRun(
  program: SourceProgram,
  specifier: string,
  takesBrowserBuilds: boolean,
): boolean {
  const name = packageName(specifier);
  const version = program.pkg.installedVersion(name);
  return isUnrunnable(specifier, name, version, takesBrowserBuilds);
}

const isReplaced = (specifier: string): boolean => REPLACED.has(packageName(specifier));

function stopped(
  code: 'cdk-not-ready' | 'cdk-waits' | 'cdk-client-not-embedded',
  node: ts.Node,
  name: string,
  at: ts.Node,
): EntryResult {
  const { line } = at.getSourceFile().getLineAndCharacterOfPosition(at.getStart());
  const details = { name, place: `${fileOf(at)}:${line + 1}` };
  return { binary: 'STANDARD', problems: [{ code, node, details }] };
}

/** A literal in a variable may change only when everything that uses it becomes a function on LLRT. */
function withSharedLiterals(
  program: SourceProgram,
  assessments: readonly Assessment[],
): Assessment[] {
  const seen = new Set(assessments.flatMap(({ props }) => props.names));
  let current = [...assessments];
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    current = current.map((one) => {
      if (!isFree(one)) return one;
      const problem = sharedProblem(program, one, current, seen);
      if (!problem) return one;
      isChanged = true;
      return { ...one, problems: [...one.problems, problem] };
    });
  }
  return current;
}

function sharedProblem(
  program: SourceProgram,
  one: Assessment,
  all: readonly Assessment[],
  seen: ReadonlySet<ts.Node>,
): Problem | undefined {
  for (const [literal, { gone }] of one.cleanings) {
    const harmful = [...gone].find((property) => property.name?.getText() !== 'runtime');
    if (!harmful) continue;
    const details = { name: harmful.name?.getText() ?? '' };
    const other = all.find((two) => two !== one && !isFree(two) && two.cleanings.has(literal));
    const owner = other?.site.id?.getText() ?? otherUse(program, literal, seen);
    if (owner !== undefined)
      return { code: 'cdk-props-shared', node: one.site.call, details: { ...details, owner } };
  }
  return undefined;
}

/** A use of the variable with a literal in it that was not followed to a function. */
export function otherUse(
  program: SourceProgram,
  literal: ts.ObjectLiteralExpression,
  seen: ReadonlySet<ts.Node>,
): string | undefined {
  let holder: ts.Node = literal.parent;
  while (
    ts.isAsExpression(holder) ||
    ts.isSatisfiesExpression(holder) ||
    ts.isParenthesizedExpression(holder)
  )
    holder = holder.parent;
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return undefined;
  const other = program
    .bindings(fileOf(holder))
    .references(holder.name)
    .find((id) => !seen.has(id) && !isMentionOnly(id));
  return other && other.parent.getText().replace(/\s+/g, ' ').slice(0, 60);
}

function isMentionOnly({ parent }: ts.Identifier): boolean {
  return ts.isExportSpecifier(parent) || ts.isTypeQueryNode(parent);
}
