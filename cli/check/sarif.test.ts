import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { CATALOGUES } from '../../transforms/catalogues.js';
import { makeFolder } from '../../transforms/testing/folders.js';
import type { CheckFinding, CheckReport } from './check-report.js';
import { toSarif } from './sarif.js';
import { checkFolder } from './testing/check-folder.js';

const SCHEMA = new URL('../../fixtures/sarif/sarif-2.1.0-rtm.5.json', import.meta.url);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
        readonly region: { readonly startLine?: number };
      };
    },
  ];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
  readonly results: readonly Result[];
}

// The schema is of draft 4, which differs from draft 7 in nothing that it uses but `id`.
const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
const schemas = new Ajv({
  strict: false,
  unicodeRegExp: false,
  allErrors: true,
  formats: {
    uri: (text) => URL.canParse(text),
    'uri-reference': /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})*$/i,
    'date-time': true,
  },
});
const isLog = schemas.compile<{ readonly runs: readonly [Run] }>(schema);

/** The run of a log, which is valid. */
function runOf(log: unknown): Run {
  if (!isLog(log)) throw new Error(schemas.errorsText(isLog.errors));
  const [run] = log.runs;
  for (const { locations } of run.results)
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
  return run;
}

function reportOf(findings: readonly CheckFinding[]): CheckReport {
  const summary = { errors: 0, warnings: 0, infos: 0, routes: 0, ready: 0 };
  return {
    schemaVersion: 1,
    llrt: '0.8.1',
    sdk: 'std',
    ready: true,
    summary,
    packages: [],
    findings,
  };
}

const PLACE = { file: 'src/index.js', line: 1, column: 1 };

describe('the schema', () => {
  it.each([
    ['a level', { level: 'info' }],
    ['a line', { locations: [{ physicalLocation: { region: { startLine: 0 } } }] }],
    ['an address', { locations: [{ physicalLocation: { artifactLocation: { uri: 'a b' } } }] }],
    ['a property', { help: 'text' }],
  ])('refuses %s that SARIF does not have', (_name, wrong) => {
    const tool = { driver: { name: 'llrt-migrate' } };
    const log = (result: object): object => ({
      version: '2.1.0',
      runs: [{ tool, results: [{ message: { text: 'a' }, ...result }] }],
    });
    expect(isLog(log({}))).toBe(true);
    expect(isLog(log(wrong))).toBe(false);
  });
});

describe('SARIF', () => {
  it('is valid with a finding of every code', () => {
    const findings = CATALOGUES.flatMap(({ entries }) => entries).map(
      ({ code, severity, title, remedy }): CheckFinding => ({
        ...PLACE,
        code,
        severity,
        message: title,
        help: remedy,
        docs: `docs/findings.md#${code}`,
      }),
    );
    const { tool, results } = runOf(JSON.parse(JSON.stringify(toSarif(reportOf(findings), '/a'))));
    expect(results).toHaveLength(findings.length);
    for (const { ruleId, ruleIndex } of results)
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('is valid without findings', () => {
    expect(runOf(toSarif(reportOf([]), '/a')).results).toEqual([]);
  });

  it('names files that lead back to the files, whatever their names', async () => {
    const code = "import { existsSync } from 'node:fs';\nexport const found = existsSync('a');\n";
    const names = ['[id].js', 'a b.js', 'c#d.js', 'e%20f.js', 'ü.js', 'k:l.js'];
    const root = makeFolder({
      'package.json': '{ "name": "api", "type": "module" }',
      'index.js': names
        .map((name, at) => `export * as n${at} from './${name}';`)
        .concat('export const handler = () => 1;')
        .join('\n'),
      ...Object.fromEntries(names.map((name) => [name, code])),
    });
    const { report } = await checkFolder(root, ['--sarif', 'out.sarif']);
    const { results, originalUriBaseIds } = runOf(
      JSON.parse(readFileSync(join(root, 'out.sarif'), 'utf8')),
    );
    expect(results).toHaveLength(report.findings.length);
    const lines = results.map(({ locations: [{ physicalLocation }] }) => {
      const { uri, uriBaseId } = physicalLocation.artifactLocation;
      return readFileSync(new URL(uri, originalUriBaseIds[uriBaseId]?.uri), 'utf8');
    });
    expect(lines.filter((text) => text === code)).toHaveLength(names.length);
  });
});
