import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import {
  readFiles,
  writeFiles,
  type Files,
} from '../../../lambda-api-to-hono/testing/fixture-case.js';
import { isModulePath } from '../../module-file/names.js';
import { isTokenModule } from '../module-file.js';

const FIXTURES = fileURLToPath(new URL('../../../../fixtures/jsonwebtoken', import.meta.url));
const MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

const Settings = v.strictObject({
  /** Codes of the findings with severity `error` or `warning`. */
  blocked: v.optional(v.array(v.string()), []),
  /** Whether nothing at all may change. */
  keep: v.optional(v.boolean(), false),
  /** Whether the case only makes sense with a test runner, and is not run. */
  still: v.optional(v.boolean(), false),
});

export type TokenMajor = 8 | 9;

/** One folder of `fixtures/jsonwebtoken`. */
export interface TokenCase {
  readonly name: string;
  readonly input: Files;
  /** The files that change; the text of the module is left out, its path is not. */
  readonly expected: Files;
  readonly settings: v.InferOutput<typeof Settings>;
}

/** Reads all cases, sorted by name. */
export function readTokenCases(): readonly TokenCase[] {
  return readdirSync(FIXTURES)
    .toSorted()
    .map((name) => {
      const folder = join(FIXTURES, name);
      const settings = join(folder, 'case.json');
      const given: unknown = existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {};
      return {
        name,
        input: new Map([['package.json', MANIFEST], ...readFiles(join(folder, 'input'))]),
        expected: readFiles(join(folder, 'expected')),
        settings: v.parse(Settings, given),
      };
    });
}

/** Replaces the expected files of a case. */
export function writeExpectedTokens(name: string, files: Files): void {
  const folder = join(FIXTURES, name, 'expected');
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, files);
}

/** What a case compares: of the module only that it is there, as its text has tests of its own. */
export function comparableTokens(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...files].map(([path, text]) => [
      path,
      isTokenModule(path) || isModulePath(path) ? '// The module.\n' : text,
    ]),
  );
}

/** Cases about something else need no package.json of their own. */
const MANIFEST = `${JSON.stringify({ name: 'tokens', private: true, type: 'module', dependencies: { jsonwebtoken: '*' } }, null, 2)}\n`;

/** A temporary folder, beside the modules that cases import and one version of jsonwebtoken. */
export function makeTokenSandbox(major: TokenMajor): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `llrt-migrate-jsonwebtoken${major}-`)));
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(MODULES))
    if (!name.startsWith('.') && !name.startsWith('jsonwebtoken'))
      symlinkSync(join(MODULES, name), join(modules, name));
  symlinkSync(
    join(MODULES, major === 8 ? 'jsonwebtoken8' : 'jsonwebtoken'),
    join(modules, 'jsonwebtoken'),
  );
  return root;
}
