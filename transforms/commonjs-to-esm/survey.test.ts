import { describe, expect, it } from 'vitest';
import type { PackageView } from '../engine/transform.js';
import { commonJsToEsm } from './index.js';
import { countFiles, isLarge } from './survey.js';

const ALL = { route: () => true, file: () => true, package: () => true, byRoute: false };
const SURVEY = { ...ALL, survey: true };

function viewOf(texts: Readonly<Record<string, string>>, type?: string): PackageView {
  const files = Object.keys(texts).toSorted();
  const view: PackageView = {
    name: 'sample',
    dir: '',
    manifest: type === undefined ? {} : { type },
    files,
    candidates: files,
    read: (path) => texts[path],
    loadedOutside: () => new Map(),
    installedVersion: () => undefined,
    installed: () => undefined,
    siblings: () => siblings,
  };
  const siblings = [view];
  return view;
}

const SERVICE = {
  'index.js': "const { a } = require('./lib/a');\nexports.handler = async () => a;\n",
  'lib/a.js': 'exports.a = 1;\n',
  'lib/b.mjs': 'export const b = 1;\n',
  'lib/c.ts': 'export const c = 1;\n',
  'kept.cjs': 'module.exports = 1;\n',
  '.eslintrc.js': 'module.exports = {};\n',
};
const PADDING = `/* ${'x'.repeat(2_000_000)} */\n`;

describe('a survey', () => {
  it('counts what the analysis of a whole package counts', () => {
    const view = viewOf(SERVICE);
    expect(isLarge(view)).toBe(false);
    expect(countFiles(view).sites).toEqual(commonJsToEsm.run(view, SURVEY).sites);
    expect(countFiles(view).sites).toEqual({ pending: 2, migrated: 2, blocked: 0 });
  });

  it('only counts in a large workspace, and says so', () => {
    const view = viewOf({ ...SERVICE, 'large.js': `${PADDING}exports.large = eval('1');\n` });
    expect(isLarge(view)).toBe(true);
    const { sites, findings } = commonJsToEsm.run(view, SURVEY);
    expect(sites).toEqual({ pending: 3, migrated: 2, blocked: 0 });
    expect(findings.map(({ code }) => code)).toEqual(['only-counted']);
    expect(commonJsToEsm.run(view, ALL).sites.blocked).toBeGreaterThan(0);
  });

  it('says nothing about a package of ES modules', () => {
    const view = viewOf({ 'a.js': 'export const exports = 1;\n', 'b.cjs': '' }, 'module');
    expect(commonJsToEsm.run(view, ALL)).toMatchObject({
      sites: { pending: 0, migrated: 1, blocked: 0 },
      findings: [],
    });
  });
});
