import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPAT_EXPORTS, type CompatTarget, renderCompat } from './render.js';

const ALL = COMPAT_EXPORTS.map(({ name }) => name);
const VALUES = COMPAT_EXPORTS.filter(({ kind }) => kind === 'value').map(({ name }) => name);
const TYPESCRIPT: CompatTarget = { language: 'ts', format: 'esm' };
const MODULE: CompatTarget = { language: 'js', format: 'esm' };
const COMMONJS: CompatTarget = { language: 'js', format: 'cjs' };

/** Every name alone, usual groups, and all of them. */
const SUBSETS: readonly (readonly string[])[] = [
  ...ALL.map((name) => [name]),
  ['handle', 'lambdaApiRouting', 'errorHandler'],
  ['bridge', 'hono', 'migrated', 'getBody', 'Env'],
  ['errorHandler', 'fail', 'getCookies', 'addCookie', 'Env', 'LambdaEvent'],
  ['onFinish', 'logRequests', 'getLog', 'redirect', 'setCors'],
  ALL,
];

/** Functions that read files or compress, and need the types of Node.js. */
const NEEDS_NODE_TYPES = ['compressResults', 'download', 'sendFile'];
/** What `useS3()` loads. */
const SDK = ['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'];
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'compat-'));
  mkdirSync(path.join(folder, 'node_modules/@types'), { recursive: true });
  mkdirSync(path.join(folder, 'node_modules/@aws-sdk'), { recursive: true });
  for (const name of ['hono', '@types/node', 'undici-types', ...SDK]) {
    symlinkSync(path.join(modules, name), path.join(folder, 'node_modules', name));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Errors and unused declarations of TypeScript files in a package as strict as users have. */
function problemsOf(files: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram([...files], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    noEmit: true,
    skipLibCheck: true,
    ...options,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

describe('rendered module', () => {
  const texts = SUBSETS.map((names) => renderCompat(new Set(names), TYPESCRIPT));

  test('type-checks as strictly as can be, holds nothing unused, and takes code of users', () => {
    const files = texts.map((text, number) => write(`subset-${number}.ts`, text));
    write('lambda-api-compat.ts', texts[texts.length - 1] ?? '');
    const user = write('user.ts', USER_CODE);
    const strictest = { noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
    const libraries = { types: ['node'], lib: ['lib.es2022.d.ts'] };
    expect(problemsOf([...files, user], { ...strictest, ...libraries })).toEqual([]);
  });

  test('type-checks with older libraries and DOM types', () => {
    const names = ALL.filter((name) => !NEEDS_NODE_TYPES.includes(name));
    const all = write('all.ts', renderCompat(new Set(names), TYPESCRIPT));
    const lib = ['lib.es2020.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'];
    expect(problemsOf([all], { types: [], lib, target: ts.ScriptTarget.ES2020 })).toEqual([]);
  });

  test('is formatted, imports hono and what it has to, and says so', async () => {
    for (const target of [TYPESCRIPT, MODULE, COMMONJS]) {
      const parser = target.language === 'ts' ? 'typescript' : 'babel';
      for (const names of SUBSETS.slice(ALL.length)) {
        const text = renderCompat(new Set(names), target);
        expect(await prettier.format(text, { parser, singleQuote: true })).toBe(text);
        const imported = [...text.matchAll(/(?:from|require\() ?'([^']+)'/g)].map((one) => one[1]);
        const others = imported.filter((name) => name !== 'hono');
        expect(others.toSorted()).toEqual(names === ALL ? ['node:fs', 'node:zlib'] : []);
        expect(text).toContain(names === ALL ? ', node:fs and node:zlib.' : 'on hono alone.');
      }
    }
  });

  test('runs as JavaScript module and as CommonJS, with exactly the names asked for', () => {
    const probes = SUBSETS.map((names, number) => {
      const wanted = names.filter((name) => VALUES.includes(name));
      write(`subset-${number}.mjs`, renderCompat(new Set(names), MODULE));
      write(`subset-${number}.cjs`, renderCompat(new Set(names), COMMONJS));
      return { number, wanted: wanted.toSorted() };
    });
    const script = write('probe.mjs', PROBE);
    const seen = JSON.parse(
      execFileSync(process.execPath, [script, String(SUBSETS.length)], { encoding: 'utf8' }),
    );
    expect(seen).toEqual(probes.map(({ wanted }) => ({ module: wanted, commonJs: wanted })));
  });

  test('answers an event when it runs by itself', () => {
    write('compat.mjs', renderCompat(new Set(ALL), MODULE));
    write('compat.cjs', renderCompat(new Set(ALL), COMMONJS));
    write(
      'app.mjs',
      APP.replace(
        'IMPORT',
        "import { Hono } from 'hono';\nimport * as compat from './compat.mjs';",
      ),
    );
    write(
      'app.cjs',
      APP.replace(
        'IMPORT',
        "const { Hono } = require('hono');\nconst compat = require('./compat.cjs');",
      ),
    );
    for (const app of ['app.mjs', 'app.cjs']) {
      const result = execFileSync(process.execPath, [path.join(folder, app)], { encoding: 'utf8' });
      expect(JSON.parse(result)).toEqual([
        {
          multiValueHeaders: { 'content-type': ['application/json'] },
          statusCode: 201,
          body: '{"id":"a%20b","name":"Ada"}',
          isBase64Encoded: false,
        },
        {
          headers: { 'content-type': 'application/json' },
          statusCode: 404,
          body: '{"error":"Route not found"}',
          isBase64Encoded: false,
        },
      ]);
    }
  });

  test('keeps the documentation and the blank lines in JavaScript', () => {
    const text = renderCompat(new Set(['getBody']), MODULE);
    expect(text).toContain(' * const { name } = getBody(c);\n */\nexport function getBody(c) {');
    expect(renderCompat(new Set(['ApiError']), MODULE)).toContain('detail;\n\n  constructor(');
    expect(text).not.toMatch(/oxlint|eslint|#blank/);
  });

  test('follows the rules of the release of lambda-api that was in use', () => {
    const rules = (lambdaApi?: string) => {
      const text = renderCompat(new Set(ALL), { ...MODULE, lambdaApi });
      const all = [...text.matchAll(/^ {2}(\w+): (true|false),$/gm)];
      return all.filter((one) => one[2] === 'false').map((one) => one[1]);
    };
    expect(rules()).toEqual([]);
    expect(rules('1.5.1')).toEqual([]);
    expect(rules('1.2.0')).toEqual(['inheritsAtPrefix']);
    expect(rules('^1.0.3')).toEqual(['inheritsAtPrefix', 'raisesApiErrors', 'keepsCookieValues']);
    expect(rules('0.10.7')).toEqual([
      'inheritsClosest',
      'inheritsAtPrefix',
      'raisesApiErrors',
      'keepsCookieValues',
      'readsPayload2',
      'cutsAtCommas',
    ]);
  });

  test('refuses names it does not have, or does not export', () => {
    expect(() => renderCompat(new Set(['nothing']), MODULE)).toThrow('does not export nothing');
    expect(() => renderCompat(new Set(['splitDefinition']), MODULE)).toThrow('does not export');
  });
});

const PROBE = `
const names = (module) => Object.keys(module).filter((name) => !/^(default|module.exports)$/.test(name)).sort();
const seen = [];
for (let i = 0; i < Number(process.argv[2]); i++) {
  const module = names(await import('./subset-' + i + '.mjs'));
  const commonJs = names((await import('./subset-' + i + '.cjs')).default);
  seen.push({ module, commonJs });
}
console.log(JSON.stringify(seen));
`;

const APP = `
IMPORT
const { errorHandler, getBody, handle, lambdaApiRouting } = compat;
const app = new Hono(lambdaApiRouting()).onError(errorHandler());
app.post('/users/:id', (c) => c.json({ id: c.req.param('id'), name: getBody(c).name }, 201));
const handler = handle(app);
const event = { httpMethod: 'POST', path: '/users/a%20b', body: '{"name":"Ada"}', multiValueHeaders: {} };
Promise.all([handler(event, {}), handler({ httpMethod: 'GET', path: '/none', headers: {} }, {})]).then((results) =>
  console.log(JSON.stringify(results)),
);
`;

const USER_CODE = `
import { type Context, Hono, type Next } from 'hono';
import * as compat from './lambda-api-compat';
import { bridge, type Env, errorHandler, errorMiddleware, fail, getAuth, getBody, getCookies, getLog, handle, hono, json, lambdaApiRouting, migrated, onFinish, redirect, send, sendReturned } from './lambda-api-compat';

interface Mine extends Env {
  Variables: { user: { id: number } };
}

declare const api: { get(path: string, fn: (req: { body: string }) => void): void; routes(): string[][]; run(event: { path: string }, context: object): Promise<unknown> };

const app = new Hono<Env>(lambdaApiRouting());
const mine = new Hono<Mine>(lambdaApiRouting()).basePath('/v1');
app.onError(errorHandler());
mine.onError(errorHandler({ keepHeaders: ['x-a'] }, async (err, c) => c.json({ name: err.name }, 400)));
errorMiddleware(mine, (err, c, next) => (err.code === 5 ? c.json({}) : next()));
onFinish(mine, (c) => c.res.status);

async function auth(c: Context<Env>, next: Next) {
  if (getAuth(c).type === 'none') return fail(401, 'Unauthorized', { at: c.req.path });
  c.set('user', { id: 1 });
  await next();
}

app.use(auth);
app.get('/a/:id', (c) => c.json({ email: c.env.requestContext.authorizer.claims.email, user: c.get('user').id, id: c.req.param('id') }));
app.post('/b', async (c: Context<Env>) => {
  const { name } = getBody(c);
  const body: { deep: { er: string } } = getBody(c);
  if (!name) return fail(400, 'no name');
  getLog(c).info('created', { name: body.deep.er, cookie: getCookies(c).a.b });
  if (c.req.query('x')) return redirect(c, '/there', 303);
  if (c.req.header('y')) return send(c, c.env.event.pathParameters, 202);
  return json(c, { name: name.toUpperCase() }, body.deep.er.length);
});
mine.get('/c', (c) => c.json({ id: c.get('user').id, c: compat.getIp(c) }));
app.on('ANY', '/d', (c) => sendReturned(c, c.env.lambdaContext.functionName) ?? c.body(null));
app.on('HEAD', '/e', auth, (c) => c.body(null));
api.get('/f', migrated);
hono(api).get('/f', auth, (c) => c.json({ f: c.req.path }));

export const handler = handle(app);
export const other = (event: { path: string }, context: object) => bridge(api)(event, context);
export const third: (event: { httpMethod: string }, context: unknown) => Promise<{ statusCode: number; body: string }> = handle(mine);
`;
