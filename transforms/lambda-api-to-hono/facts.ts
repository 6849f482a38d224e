import { ts } from '../engine/syntax/typescript.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import type { PackageView } from '../engine/transform.js';
import { middlewareKind } from './factories.js';
import { isCompatSpecifier } from './graph/compat-module.js';
import { constantText } from './graph/constants.js';
import { optionOf } from './graph/instances.js';
import type { ApiGraph, ApiUse } from './graph/model.js';
import type { MiddlewareSite } from './graph/routes.js';
import type { AppFacts } from './handlers/context.js';
import { REQUEST_PROPERTIES } from './handlers/request-map.js';
import { presetsStatus } from './preset-status.js';

const PRESET =
  /(?<!\.req)\.(?:header|setHeader|removeHeader)\(\s*(?:['"`]content-type['"`]|[A-Za-z_$])|\.(?:type|attachment|download)\(|(?<![\w.])attachment\(|setType\(|defaultHeaders\(|(?:setHeader|removeResponseHeader)\(\w+,\s*(?:['"`]content-type|[A-Za-z_$])/i;

const FAILS = /\bres(?:ponse)?\b[^;{}]*\.error\(|\bfail\(/;
const S3 = /\.getLink\(|\b(?:redirect|sendFile|download)\([^;]*['"`]s3:\/\//i;

/** Reads the facts about an application that decide how single places are written. */
export function readFacts(
  pkg: PackageView,
  program: SourceProgram,
  graph: ApiGraph,
  middleware: readonly MiddlewareSite[],
): AppFacts {
  const given = (name: string): (readonly [string, ts.Expression])[] =>
    graph.instances.flatMap(({ file, creation }) => {
      const value = optionOf(program, file, creation, name);
      return value ? [[file, value] as const] : [];
    });
  const textOf = (name: string): string | undefined =>
    given(name)
      .map(([file, value]) => constantText(program, file, value))
      .find((text) => text !== undefined);
  return {
    version: textOf('version') ?? 'v1',
    callbackName: textOf('callback')?.trim() ?? 'callback',
    serializes: given('serializer').length > 0,
    countsAnswers:
      given('logger').length > 0 ||
      graph.uses.some(({ method }) => method === 'finally' || method === 'onFinish'),
    seesErrors:
      given('logger').length > 0 ||
      middleware.some(({ use, functions }) =>
        functions.some((fn) => middlewareKind(program, use.file, fn) === 'error'),
      ),
    fails: ownTexts(pkg).some((text) => FAILS.test(text)),
    usesS3: given('s3Config').length > 0 || ownTexts(pkg).some((text) => S3.test(text)),
    presetsContentType:
      given('headers').length > 0 || ownTexts(pkg).some((text) => PRESET.test(text)),
    presetsStatus: ownTexts(pkg).some((text) => presetsStatus(text)),
    callbackRun: graph.uses.some((use) => RUNNERS.has(use.method) && runsWithCallback(use)),
    overwritten: overwrittenProperties(pkg),
  };
}

const RUNNERS = new Set(['run', 'bridge', 'handle', 'run.bind']);

function runsWithCallback(use: ApiUse): boolean {
  if (use.method === 'run') return use.args.length > 2;
  const call = use.call.parent;
  return ts.isCallExpression(call) && call.arguments.length > 2;
}

/** Texts of the package's own code: the compat module is ours and sets headers of all kinds. */
function ownTexts(pkg: PackageView): string[] {
  return pkg.files
    .filter((path) => !isCompatSpecifier(ts.factory.createStringLiteral(path)))
    .map((path) => pkg.read(path) ?? '');
}

const PROPERTIES = [...REQUEST_PROPERTIES.keys()].join('|');
/** `.body = `, `['body'] += `, `.set('body'`. */
const ASSIGNED = new RegExp(
  `(?:\\.|\\[['"])(${PROPERTIES})(?:['"]\\])?\\s*(?:(?:[-+*/%|&^?]|<<|>>>?){0,2}=(?![=>])|\\+\\+|--)|\\.set\\(\\s*['"](${PROPERTIES})['"]`,
  'g',
);
const NAME_BEFORE = /(?<![\w$.])([A-Za-z_$][\w$]*)$/;
/** What requests and contexts are mostly called. */
const COMMON_NAMES = new Set(['req', 'request', 'c', 'ctx', 'context', 'honoContext']);

/** Properties of lambda-api's request that the application assigns itself, in either form of the code. */
function overwrittenProperties(pkg: PackageView): Set<string> {
  const texts = ownTexts(pkg);
  const found = new Set<string>();
  let names: ReadonlySet<string> | undefined;
  for (const text of texts)
    for (const match of text.matchAll(ASSIGNED)) {
      const name = match[1] ?? match[2];
      const holder = before(NAME_BEFORE, text, match.index);
      if (name === undefined || holder === undefined || found.has(name)) continue;
      const isRequest =
        COMMON_NAMES.has(holder) || (names ??= new Set(texts.flatMap(requestNames))).has(holder);
      if (isRequest) found.add(name);
    }
  return found;
}

const RESPONSE = /,\s*_?(?:res|resp|response|reply)\w*\s*[:,)]/g;
const PARAMETER_BEFORE = /([A-Za-z_$][\w$]*)(?:\s*:[^,()]+)?\s*$/;

/** What parameters in front of one for the response are called. */
function requestNames(text: string): string[] {
  return [...text.matchAll(RESPONSE)].flatMap(
    ({ index }) => before(PARAMETER_BEFORE, text, index) ?? [],
  );
}

/** What a pattern finds right before a place. */
function before(pattern: RegExp, text: string, place: number): string | undefined {
  return pattern.exec(text.slice(Math.max(0, place - 200), place))?.[1];
}
