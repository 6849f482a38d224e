import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { wordTransform } from '../../transforms/testing/word-transform.js';
import type { ExitCode } from '../command.js';
import { run } from '../run.js';

/** What one call said and how it ended. */
export interface Answer {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** One call of the command line in this process, with the word transform. */
export async function call(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer> {
  const output = { stdout: '', stderr: '' };
  const code = await run(args, {
    io: {
      stdout: { write: (text) => void (output.stdout += text) },
      stderr: { write: (text) => void (output.stderr += text) },
      isTTY: { stdin: false, stdout: false, stderr: false },
      env,
    },
    cwd,
    signal,
    registry: [{ id: 'lambda-api-to-hono', load: () => Promise.resolve(wordTransform) }],
  });
  return { code, ...output };
}

const schemas = new Ajv2020({ strict: true, allowUnionTypes: true });
for (const name of [
  'finding',
  'error',
  'status',
  'plan',
  'apply',
  'undo',
  'explain',
  'version',
  'help',
])
  schemas.addSchema(
    JSON.parse(readFileSync(new URL(`../schema/${name}.json`, import.meta.url), 'utf8')),
  );

/** Calls with `--json` and checks the document against its schema. */
export async function callJson(
  schema: string,
  cwd: string,
  args: readonly string[],
): Promise<{ readonly code: ExitCode; readonly document: Record<string, unknown> }> {
  const { code, stdout } = await call(cwd, [...args, '--json']);
  const document: Record<string, unknown> = JSON.parse(stdout);
  const valid = schemas.validate(`${schema}.json`, document);
  expect(valid, schemas.errorsText()).toBe(true);
  return { code, document };
}
