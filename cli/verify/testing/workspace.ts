import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import type { Transform } from '../../../transforms/engine/transform.js';
import { run } from '../../run.js';

/** Folder of the workspaces of this test file. */
export const temporary = mkdtempSync(join(realpathSync(tmpdir()), 'verify-command-'));
const systemTemporary = process.env['TMPDIR'];

/** Registers that every test leaves no temporary files, and the clean-up at the end. */
export function watchTemporaryFiles(): void {
  beforeEach(() => {
    // Everything the command leaves behind can then be seen.
    process.env['TMPDIR'] = join(temporary, 'tmp');
    mkdirSync(join(temporary, 'tmp'), { recursive: true });
  });
  afterEach(() => {
    const left = readdirSync(join(temporary, 'tmp')).filter((name) => !name.includes('child'));
    expect(left).toEqual([]);
  });
  afterAll(() => {
    if (systemTemporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = systemTemporary;
    rmSync(temporary, { recursive: true, force: true });
  });
}

/** Finds routes by their text, which is all that verify asks of a transform. */
export const listing: Transform = {
  id: 'lambda-api-to-hono',
  needles: ['lambda-api', 'hono'],
  routeScoped: true,
  run: (pkg) => {
    const routes = pkg.files.flatMap((file) =>
      [...(pkg.read(file) ?? '').matchAll(/\.(get|post)\('([^']+)'/g)].map(
        ([, method = '', path = '']) => ({
          id: `${method.toUpperCase()} ${path}`,
          state: 'pending' as const,
          file,
          line: 1,
          findings: [],
        }),
      ),
    );
    return {
      routes,
      migrates: [],
      sites: { pending: 0, migrated: 0, blocked: 0 },
      writes: new Map(),
      manifest: { add: {}, remove: [] },
      findings: [],
    };
  },
};

/** What a call of the command line did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `llrt-migrate verify` in a folder. */
export const verify = (cwd: string, ...args: string[]): Promise<Ran> =>
  call(cwd, listing, 'verify', ...args);

/** Any command in this process, with one transform or with all there are. */
export async function call(
  cwd: string,
  transform: Transform | undefined,
  ...args: (string | AbortSignal)[]
): Promise<Ran> {
  const signal = args.find((one) => one instanceof AbortSignal);
  const out = { stdout: '', stderr: '' };
  const code = await run(
    args.filter((one) => typeof one === 'string'),
    {
      io: {
        stdout: { write: (text) => void (out.stdout += text) },
        stderr: { write: (text) => void (out.stderr += text) },
        isTTY: { stdin: false, stdout: false, stderr: false },
        env: process.env,
      },
      cwd,
      signal: signal ?? new AbortController().signal,
      ...(transform === undefined
        ? {}
        : { registry: [{ id: transform.id, load: () => Promise.resolve(transform) }] }),
    },
  );
  return { code, ...out };
}

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** Makes a workspace with lambda-api and hono installed. */
export function workspace(files: Files): string {
  const root = mkdtempSync(join(temporary, 'workspace-'));
  write(root, files);
  mkdirSync(join(root, 'node_modules', '@acme'), { recursive: true });
  for (const name of ['lambda-api', 'hono']) {
    symlinkSync(resolve('node_modules', name), join(root, 'node_modules', name));
  }
  return root;
}

/** Writes files into a workspace. */
export function write(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function git(root: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' });
}

/** Commits everything in a workspace. */
export function commit(root: string): void {
  if (!existsSync(join(root, '.git'))) git(root, 'init', '--quiet');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'state');
}

/** A small service with two routes. */
export const APP = {
  'package.json': '{ "name": "app", "dependencies": { "lambda-api": "^1.5.0" } }',
  '.gitignore': 'node_modules\n.env.json\n',
  'src/index.js': `const api = require('lambda-api')();
api.get('/users/:id', (req) => ({ id: req.params.id, env: require('../.env.json').name }));
api.post('/users', (req, res) => res.status(201).json(req.body));
exports.handler = async (event, context) => api.run(event, context);
`,
};
