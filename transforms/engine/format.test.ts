import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { editTransform } from '../testing/edit-transform.js';
import { makeFolder } from '../testing/folders.js';
import { applyPatch } from './apply-patch.js';
import { createPlan, type Plan } from './plan.js';
import { openWorkspace } from './workspace.js';

type Files = Readonly<Record<string, string>>;

/** Code that no configuration of Prettier would leave. */
const UGLY = 'call( "a", {b : 1} )';
const addUgly = editTransform(
  (path, before) => (path.includes('made') ? `${UGLY}\n` : `${before ?? ''}${UGLY}\n`),
  ['made.js'],
);

async function planOf(files: Files, transform = addUgly): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: makeFolder(files) }), {}, [transform]);
}

/** What the files are after the plan of the ugly transform, BOM included. */
async function after(files: Files, transform = addUgly): Promise<Record<string, string | null>> {
  const plan = await planOf(files, transform);
  return Object.fromEntries(
    plan.files.map((file) => [file.path, applyPatch(files[file.path] ?? null, file.patch)]),
  );
}

const PACKAGE = '{ "dependencies": { "lambda-api": "1" } }\n';
const WITH_PRETTIER =
  '{ "dependencies": { "lambda-api": "1" }, "devDependencies": { "prettier": "^3" } }\n';

describe('a project with Prettier', () => {
  it.each([
    ['.prettierrc', 'singleQuote: true\nsemi: false\n'],
    ['.prettierrc.yml', 'singleQuote: true\nsemi: false\n'],
    ['.prettierrc.json', '{ "singleQuote": true, "semi": false }'],
    ['.prettierrc.json5', '// ours\n{ singleQuote: true, semi: false }'],
    ['.prettierrc.toml', 'singleQuote = true\nsemi = false\n'],
    ['package.yaml', 'prettier:\n  singleQuote: true\n  semi: false\n'],
  ])('has clean files clean afterwards with %s', async (name, config) => {
    const files = { 'package.json': PACKAGE, [name]: config, 'src/a.js': "first('x')\n" };
    expect(await after(files)).toMatchObject({
      'src/a.js': "first('x')\ncall('a', { b: 1 })\n",
      'made.js': "call('a', { b: 1 })\n",
    });
  });

  it('may have a program for a configuration when all it has is settings', async () => {
    const files = {
      'package.json': PACKAGE,
      '.prettierrc.js': 'module.exports = { singleQuote: true, semi: false };\n',
      '.editorconfig': '[*]\nindent_style = tab\nquote_type = double\n',
      'a.js': "if (x) {\n\tfirst('x')\n}\n",
    };
    const append = editTransform((path, before) =>
      path === 'a.js' ? `${before ?? ''}${UGLY}\n` : undefined,
    );
    expect((await after(files, append))['a.js']).toBe(`${files['a.js']}call('a', { b: 1 })\n`);
  });

  it('reads package.json, overrides and configuration of the nearest folder', async () => {
    const prettier = { tabWidth: 8, overrides: [{ files: '*.ts', options: { semi: false } }] };
    const files = {
      'package.json': JSON.stringify({ prettier }),
      'a.ts': 'first("x")\n',
      'b.js': 'first("x");\n',
      'sub/.prettierrc': 'singleQuote: true',
      'sub/c.js': "first('x');\n",
    };
    expect(await after(files)).toMatchObject({
      'a.ts': 'first("x")\ncall("a", { b: 1 })\n',
      'b.js': 'first("x");\ncall("a", { b: 1 });\n',
      'sub/c.js': "first('x');\ncall('a', { b: 1 });\n",
    });
  });

  it('is one that depends on it, with the defaults and .editorconfig', async () => {
    const long = 'if (x) {\n\tfirst();\n}\n';
    const files = { 'package.json': WITH_PRETTIER, 'a.js': long };
    expect((await after(files))['a.js']).toBe(long + `${UGLY}\n`);
    const tabs = { ...files, '.editorconfig': 'root = true\n[*]\nindent_style = tab\n' };
    expect((await after(tabs))['a.js']).toBe(`${long}call("a", { b: 1 });\n`);
    const root = { name: 'root', workspaces: ['p'], devDependencies: { prettier: '3' } };
    const nested = {
      'package.json': JSON.stringify(root),
      'p/package.json': PACKAGE,
      'p/a.js': 'first("x");\n',
    };
    const append = editTransform((_, before) => `${before ?? ''}${UGLY}\n`);
    expect((await after(nested, append))['p/a.js']).toBe('first("x");\ncall("a", { b: 1 });\n');
  });

  it('is formatted with the defaults of the release it has', async () => {
    const call = (comma: string): string =>
      `call(\n  ${'a'.repeat(40)},\n  ${'b'.repeat(40)}${comma}\n);\n`;
    const at = (range: string, text: string): Promise<Record<string, string | null>> =>
      after({ 'package.json': `{ "devDependencies": { "prettier": "${range}" } }`, 'a.js': text });
    const more = 'call("a", { b: 1 });\n';
    expect((await at('^2.8.0', call('')))['a.js']).toBe(call('') + more);
    expect((await at('^3.1.0', call(',')))['a.js']).toBe(call(',') + more);
    expect((await at('^3.1.0', call('')))['a.js']).toBe(`${call('')}${UGLY}\n`);
    const installed = {
      'package.json': '{ "devDependencies": { "prettier": "*" } }',
      'node_modules/prettier/package.json': '{ "version": "2.8.8" }',
      'a.js': call(''),
    };
    expect((await after(installed))['a.js']).toBe(call('') + more);
  });

  it('keeps byte order mark and line endings', async () => {
    const crlf = 'first("x");\r\n';
    const add = editTransform((_, before) => `${before ?? ''}${UGLY}\r\n`);
    for (const endOfLine of ['crlf', 'auto']) {
      const files = {
        'package.json': PACKAGE,
        '.prettierrc.json': JSON.stringify({ endOfLine }),
        'a.js': `\uFEFF${crlf}`,
      };
      expect((await after(files, add))['a.js']).toBe(`\uFEFF${crlf}call("a", { b: 1 });\r\n`);
    }
    const lf = { 'package.json': PACKAGE, '.prettierrc': 'semi: true', 'a.js': crlf };
    expect((await after(lf, add))['a.js']).toBe(`${crlf}${UGLY}\r\n`);
  });
});

describe('what is left as the transforms made it', () => {
  it('is everything without Prettier', async () => {
    const files = {
      'package.json': PACKAGE,
      '.editorconfig': '[*]\ntab_width = 2\n',
      'a.js': 'b;\n',
    };
    expect(await after(files)).toMatchObject({ 'a.js': `b;\n${UGLY}\n`, 'made.js': `${UGLY}\n` });
  });

  it('is a file that was not clean, does not parse, or that .prettierignore names', async () => {
    const files = {
      'package.json': PACKAGE,
      '.prettierrc': 'semi: true',
      '.prettierignore': 'ignored.js\nmade.js\n',
      'ignored.js': 'first();\n',
      'odd.js': 'first() ;\n',
      'broken.js': 'first(;\n',
    };
    const plan = await planOf(files);
    expect(plan.findings).toEqual([]);
    expect(await after(files)).toMatchObject({
      'ignored.js': `first();\n${UGLY}\n`,
      'made.js': `${UGLY}\n`,
      'odd.js': `first() ;\n${UGLY}\n`,
      'broken.js': `first(;\n${UGLY}\n`,
    });
  });

  it.each([
    ['.prettierrc.mjs', 'throw new Error("run")', 'is a program'],
    ['prettier.config.cjs', 'throw new Error("run")', 'is a program'],
    ['.prettierrc', '"./run.cjs"', 'takes its settings from a package'],
    ['.prettierrc.json', '{ "plugins": ["./run.cjs"] }', 'uses plugins'],
  ])('is what a configuration that runs code applies to: %s', async (name, config, reason) => {
    const files = {
      'package.json': PACKAGE,
      [name]: config,
      'a.js': 'first();\n',
      'node_modules/x/package.json': '{}',
      'run.cjs': 'globalThis.didRun = true;\n',
    };
    const plan = await planOf(files);
    expect(plan.findings).toMatchObject([
      { code: 'prettier-config-runs', severity: 'info', file: name, line: 1 },
    ]);
    expect(plan.findings[0]?.message).toContain(`The Prettier configuration ${reason}: `);
    expect((await after(files))['a.js']).toBe(`first();\n${UGLY}\n`);
    expect('didRun' in globalThis).toBe(false);
  });

  it('is what an unreadable configuration applies to, with one finding', async () => {
    const files = {
      'package.json': PACKAGE,
      '.prettierrc.json': '{ "semi": }',
      'a.js': 'first();\n',
      'b.js': 'first();\n',
    };
    const plan = await planOf(files);
    expect(plan.findings).toMatchObject([
      { code: 'prettier-config-invalid', severity: 'warning', file: '.prettierrc.json' },
    ]);
    expect(plan.findings[0]?.message).not.toMatch(/\n|\/tmp/);
    expect((await after(files))['b.js']).toBe(`first();\n${UGLY}\n`);
  });

  it('is code that Prettier cannot read, with a finding', async () => {
    const files = { 'package.json': PACKAGE, '.prettierrc': 'semi: true', 'a.js': 'first();\n' };
    const plan = await planOf(
      files,
      editTransform(() => 'first(;\n'),
    );
    expect(plan.findings).toMatchObject([{ code: 'prettier-failed', file: 'a.js' }]);
  });
});

describe('formatting after a rewrite', () => {
  it('changes no line of functions that the rewrite left alone', async () => {
    const word = fc.stringMatching(/^[a-z]{1,14}$/).map((text) => `w_${text}`);
    const body = fc.oneof(
      fc.array(word, { maxLength: 8 }).map((words) => `call(${words.join(', ')})`),
      fc.array(word, { maxLength: 8 }).map((words) => `return { ${words.join(', ')} }`),
      fc
        .array(word, { minLength: 1, maxLength: 6 })
        .map((words) => `await ${words.join('.then(x => x).')}`),
      word.map((text) => `if (${text}) {\n\n// ${text}\n  return [${text}, '${text}']}`),
    );
    const functions = fc.array(fc.tuple(fc.array(body, { maxLength: 4 }), fc.boolean()), {
      minLength: 1,
      maxLength: 6,
    });
    const options = fc.record({
      semi: fc.boolean(),
      printWidth: fc.integer({ min: 30, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(functions, options, async (made, config) => {
        const source = made.map(
          ([lines], index) => `async function f${index}() {\n${lines.join('\n;')}\n}\n`,
        );
        const before = await format(source.join('\n'), { ...config, parser: 'babel' });
        const touch = (text: string): string =>
          made.reduce(
            (changed, [, isTouched], index) =>
              isTouched ? changed.replace(`f${index}() {`, `f${index}( a,b ) { ${UGLY};`) : changed,
            text,
          );
        const files = {
          'package.json': PACKAGE,
          '.prettierrc.json': JSON.stringify(config),
          'a.js': before,
        };
        const result = await after(
          files,
          editTransform((_, text) => touch(text ?? '')),
        );
        const text = result['a.js'] ?? before;
        expect(await format(text, { ...config, parser: 'babel' })).toBe(text);
        for (const [index, [, isTouched]] of made.entries())
          if (!isTouched) expect(functionOf(text, index)).toBe(functionOf(before, index));
      }),
      { numRuns: 40 },
    );
  });
});

function functionOf(text: string, index: number): string {
  const start = text.indexOf(`async function f${index}(`);
  const end = text.indexOf('async function f', start + 1);
  return text.slice(start, end < 0 ? undefined : end).trimEnd();
}
