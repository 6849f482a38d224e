import { positionOf } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { shortText, type Problem } from '../problem.js';
import { planWaiting, type Obstacle, type Waiting } from './awaiting/plan.js';
import type { Knowledge } from './awaiting/plain-result.js';
import { argumentProblems } from './checks/arguments.js';
import { importProblems } from './checks/imports.js';
import { surroundingProblems } from './checks/surroundings.js';
import { expressionsOf, type TokenFile } from './survey.js';
import type { TokenVersion } from './version.js';

/** A file that uses jsonwebtoken, with what has to change for it to leave, or why it stays. */
export interface TokenAssessment {
  readonly token: TokenFile;
  readonly problems: readonly Problem[];
  readonly waiting: readonly Waiting[];
}

/** Finds out for each file whether the module can take the place of jsonwebtoken in it. */
export function assessTokens(
  program: SourceProgram,
  files: readonly TokenFile[],
  version: TokenVersion,
): TokenAssessment[] {
  if (version.kind !== 'known') {
    const told = version.kind === 'unknown' ? 'not known' : version.version;
    return files.map((token) => {
      const node = token.sites[0]?.site.node;
      const problem = {
        code: 'jsonwebtoken-version' as const,
        file: token.file.path,
        ...(node && { node }),
        details: { version: told },
      };
      return { token, problems: [problem], waiting: [] };
    });
  }
  const shared = surroundingProblems(program, files);
  const known = knowledge(program, files);
  return files.map((token) => {
    const calls = (['sign', 'verify'] as const).map((name) => assessCalls(known, token, name));
    const own = [
      ...importProblems(token, version.profile),
      ...calls.flatMap(({ problems }) => problems),
      ...replacedMembers(token),
    ];
    return {
      token,
      problems: [...shared, ...own],
      waiting: calls.flatMap(({ waiting }) => waiting),
    };
  });
}

function knowledge(program: SourceProgram, files: readonly TokenFile[]): Knowledge {
  const functions = files.flatMap((token) =>
    ['sign', 'verify', 'decode'].flatMap((name) => expressionsOf(program, token, name)),
  );
  const all = new Set(functions);
  return { program, isTokenCall: ({ expression }) => all.has(expression) };
}

function assessCalls(
  known: Knowledge,
  token: TokenFile,
  name: 'sign' | 'verify',
): { readonly problems: readonly Problem[]; readonly waiting: readonly Waiting[] } {
  const { program } = known;
  const file = token.file.path;
  const problems: Problem[] = [];
  const waiting: Waiting[] = [];
  for (const use of expressionsOf(program, token, name)) {
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.expression !== use) {
      problems.push(asValue(file, name, use));
      continue;
    }
    const found = argumentProblems(program, file, name, call);
    problems.push(...found);
    if (found.length > 0) continue;
    const plan = planWaiting(known, call);
    if ('why' in plan) problems.push(syncCaller(program, file, call, plan));
    else waiting.push(plan);
  }
  return { problems, waiting };
}

/** `jest.spyOn(jwt, 'decode')` and `jwt.decode = ...`: the names of a module cannot be written to. */
function replacedMembers({ file, sites }: TokenFile): Problem[] {
  const uses = sites
    .flatMap(({ names }) => names)
    .filter(({ name }) => !/^(?:sign|verify)$/.test(name));
  return uses
    .filter(({ node }) => ts.isCallExpression(node) || isAssignedTo(node))
    .map(({ name, node }) => asValue(file.path, name, node));
}

function isAssignedTo(node: ts.Node): boolean {
  return ts.isBinaryExpression(node.parent) && node.parent.left === node;
}

/** `promisify(jwt.verify)`, or `jest.spyOn(jwt, 'verify')`, whose node is the whole call. */
function asValue(file: string, name: string, use: ts.Node): Problem {
  if (ts.isCallExpression(use))
    return {
      code: 'jsonwebtoken-mocked',
      file,
      node: use,
      details: { place: `\`${shortText(use)}\`` },
    };
  const code = shortText(ts.isBindingElement(use) ? use : use.parent);
  return { code: 'jsonwebtoken-as-value', file, node: use, details: { name, code } };
}

function syncCaller(
  program: SourceProgram,
  file: string,
  call: ts.CallExpression,
  { node, why }: Obstacle,
): Problem {
  const path = node.getSourceFile().fileName;
  const parsed = program.file(path);
  const place = parsed && node !== call ? positionOf(parsed, node.getStart()) : undefined;
  const reason = place ? `${why} (${path}:${place.line})` : why;
  return {
    code: 'jsonwebtoken-sync-caller',
    file,
    node: call,
    details: { code: shortText(call), reason },
  };
}
