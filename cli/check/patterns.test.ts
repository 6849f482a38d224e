import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRelease } from '../../transforms/llrt/release.js';
import { applies, RULES, type RuleCode } from '../../transforms/llrt/rules.js';
import { makeFolder } from '../../transforms/testing/folders.js';
import { checkFolder } from './testing/check-folder.js';

const FIXTURES = new URL('../../fixtures/check/', import.meta.url);
const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'));

interface Pattern {
  readonly id: string;
  readonly affects: string;
}

const { patterns } = json('patterns.json') as { readonly patterns: readonly Pattern[] };
/** Ways to write what a pattern is about, besides that of its own fixture. */
const alternatives = Object.entries(json('alternatives.json') as Record<string, string[]>);
const codeOf = (id: string): string => `llrt-${id}`;
const isCode = (code: string): code is RuleCode => RULES.some((rule) => rule.code === code);

describe.each(patterns)('$id', ({ id, affects }) => {
  it('has a rule, a place that it is about, and one that it is not about', () => {
    expect(isCode(codeOf(id))).toBe(true);
    const files = readdirSync(new URL(`rules/${codeOf(id)}/`, FIXTURES));
    for (const side of ['found', 'fine'])
      expect(
        files.filter((file) => file.startsWith(`${side}.`)),
        side,
      ).toHaveLength(1);
  });

  it('is about the same releases', () => {
    const code = codeOf(id);
    if (!isCode(code)) throw new Error(`${code} is no rule`);
    const isAffected = (release: string): boolean => applies(code, parseRelease(release));
    const [, until] = /^<=(\d+\.\d+\.\d+)$/.exec(affects) ?? [];
    if (affects === 'all') expect(['0.5.1', '0.8.1', 'main'].every(isAffected)).toBe(true);
    if (affects === 'main' || affects.startsWith('main/'))
      expect(['0.8.1', 'main'].map(isAffected)).toEqual([false, true]);
    if (until !== undefined) {
      expect(isAffected(until)).toBe(true);
      expect(isAffected('main')).toBe(false);
    }
  });
});

describe('every way to write it', () => {
  it('is one of a pattern', () => {
    const ids = patterns.map(({ id }) => id);
    expect(alternatives.filter(([id]) => !ids.includes(id))).toEqual([]);
  });

  it.each(alternatives)('%s', async (id, snippets) => {
    const isCommonJs = (code: string): boolean => !/^(?:import|export)\b/m.test(code);
    const names = snippets.map((code, at) => `s${at}.${isCommonJs(code) ? 'c' : 'm'}js`);
    const root = makeFolder({
      'package.json': '{ "name": "app", "type": "module" }',
      'index.js': names
        .map((name, at) => `import * as m${at} from './${name}';\nexport const k${at} = m${at};`)
        .concat('export const handler = async () => 1;')
        .join('\n'),
      ...Object.fromEntries(snippets.map((code, at) => [names[at] ?? '', code])),
    });
    const entries = snippets.flatMap((code, at) => (/handler/.test(code) ? [names[at] ?? ''] : []));
    const args = entries.flatMap((entry) => ['--entry', `${entry}`]);
    const { report } = await checkFolder(root, args);
    const found = report.findings.filter(({ code }) => code === codeOf(id)).map(({ file }) => file);
    expect(
      names.filter((name) => !found.includes(name)).map((name) => snippets[names.indexOf(name)]),
    ).toEqual([]);
  });
});
