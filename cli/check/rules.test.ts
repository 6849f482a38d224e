import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../transforms/llrt/rules.js';
import { makeFolder } from '../../transforms/testing/folders.js';
import { checkFolder } from './testing/check-folder.js';

const FIXTURES = new URL('../../fixtures/check/rules/', import.meta.url);
const codes = readdirSync(FIXTURES);

/** What `case.json` may say; names with `fine` are about the code without the finding. */
interface Case {
  readonly llrt?: string;
  readonly fineLlrt?: string;
  readonly args?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly fineDependencies?: Readonly<Record<string, string>>;
  readonly packages?: Readonly<Record<string, string>>;
  readonly finePackages?: Readonly<Record<string, string>>;
  readonly manifest?: object;
  readonly files?: Readonly<Record<string, string>>;
}

async function codesFound(code: string, side: 'found' | 'fine'): Promise<readonly string[]> {
  const folder = new URL(`${code}/`, FIXTURES);
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
  const file = readdirSync(folder).find((name) => name.startsWith(`${side}.`)) ?? '';
  const settings: Case = existsSync(new URL('case.json', folder))
    ? JSON.parse(read('case.json'))
    : {};
  const isFine = side === 'fine';
  const packages = (isFine ? settings.finePackages : undefined) ?? settings.packages ?? {};
  const dependencies = (isFine ? settings.fineDependencies : undefined) ?? settings.dependencies;
  const installed = Object.entries(packages).flatMap(([name, text]) => [
    [
      `node_modules/${name}/package.json`,
      `{ "name": "${name}", "type": "module", "main": "i.js" }`,
    ],
    [`node_modules/${name}/i.js`, text],
  ]);
  const stack = existsSync(new URL(`${side}-stack.js`, folder));
  const root = makeFolder({
    'package.json': JSON.stringify({ name: 'app', dependencies, ...settings.manifest }, null, 2),
    [`src/index.${file.split('.')[1]}`]: read(file),
    ...(stack ? { 'infra/stack.js': read(`${side}-stack.js`) } : {}),
    ...settings.files,
    ...Object.fromEntries(installed),
  });
  const llrt = (isFine ? settings.fineLlrt : undefined) ?? settings.llrt;
  const args = [...(settings.args ?? []), ...(llrt === undefined ? [] : ['--llrt', llrt])];
  return (await checkFolder(root, args)).report.findings.map((finding) => finding.code);
}

describe('every rule has a place that it is about, and one that it is not about', () => {
  it('has fixtures for each', () => {
    expect(codes.toSorted()).toEqual(RULES.map(({ code }) => code).toSorted());
  });

  it.each(codes)('%s', async (code) => {
    expect(await codesFound(code, 'found')).toContain(code);
    expect(await codesFound(code, 'fine')).not.toContain(code);
  });
});
