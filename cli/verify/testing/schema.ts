import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { VerifyReport } from '../report.js';

const schemas = new Ajv2020({ strict: true });
const file = new URL('../../schema/verify.json', import.meta.url);
const isValid = schemas.compile(JSON.parse(readFileSync(file, 'utf8')) as object);

/** Checks a report against the schema that ships with the package, and hands it back. */
export function checkedReport(report: VerifyReport): VerifyReport {
  expect(isValid(report), schemas.errorsText(isValid.errors)).toBe(true);
  return report;
}
