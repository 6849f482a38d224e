import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { REGISTRY } from '../../../transforms/registry.js';
import { run } from '../../run.js';
import type { CheckReport } from '../check-report.js';

const schemas = new Ajv2020({ strict: true });
const file = new URL('../../schema/check.json', import.meta.url);
const isValid = schemas.compile<CheckReport>(JSON.parse(readFileSync(file, 'utf8')));

/** Runs `check --json` in a folder, with the real transforms, and checks the document against its schema. */
export async function checkFolder(
  cwd: string,
  args: readonly string[] = [],
): Promise<{ readonly code: number; readonly report: CheckReport }> {
  let stdout = '';
  let stderr = '';
  const code = await run(['check', '--json', ...args], {
    io: {
      stdout: { write: (text) => void (stdout += text) },
      stderr: { write: (text) => void (stderr += text) },
      isTTY: { stdin: false, stdout: false, stderr: false },
      env: {},
    },
    cwd,
    signal: new AbortController().signal,
    registry: REGISTRY,
  });
  const report: unknown = JSON.parse(stdout);
  if (!isValid(report))
    throw new Error(`${schemas.errorsText(isValid.errors)}\n${stdout}${stderr}`);
  expect(code).toBe(report.ready ? 0 : 1);
  return { code, report };
}
