import { describe, expect, it } from 'vitest';
import type { PackageView, TransformOutcome } from '../engine/transform.js';
import { lambdaApiToHono } from './index.js';

/** Migrates a package of one file that was written for a release of lambda-api. */
function migrate(options: string, release: string, hono?: string): TransformOutcome {
  const text = `const api = require('lambda-api')(${options});
api.get('/x', (req, res) => res.json({}));
exports.handler = (event, context) => api.run(event, context);
`;
  const view: PackageView = {
    name: 'old',
    dir: '',
    manifest: { dependencies: { 'lambda-api': release, ...(hono === undefined ? {} : { hono }) } },
    files: ['index.js'],
    candidates: ['index.js'],
    read: (path) => (path === 'index.js' ? text : undefined),
    loadedOutside: () => new Map(),
    installed: () => undefined,
    siblings: () => [],
    installedVersion: (name) => (name === 'lambda-api' ? release : undefined),
  };
  return lambdaApiToHono.run(view, {
    byRoute: false,
    package: () => true,
    route: () => true,
    file: () => true,
  });
}

const codesOf = ({ findings }: TransformOutcome): string[] => findings.map(({ code }) => code);

describe('options of older releases', () => {
  it('leaves out compression before 0.11, which did not know it', () => {
    const old = migrate('{ compression: true }', '0.10.7');
    expect(codesOf(old)).toContain('option-ignored');
    expect(old.writes.get('index.js')).not.toContain('compressResults');
    const later = migrate('{ compression: true }', '0.11.2');
    expect(codesOf(later)).not.toContain('option-ignored');
    expect(later.writes.get('index.js')).toContain('compressResults(app);');
  });

  it('keeps routes on the client of aws-sdk 2 before 1.0', () => {
    const s3Config = "{ s3Config: { region: 'eu-west-1' } }";
    expect(codesOf(migrate(s3Config, '0.12.0'))).toContain('option-unsupported');
    expect(migrate(s3Config, '1.0.3').writes.get('index.js')).toContain('useS3(app, {');
  });
});

describe('releases that the migrated code does not fit', () => {
  it('keeps routes of lambda-api before 0.10', () => {
    const old = migrate('', '0.9.2');
    expect(codesOf(old)).toContain('lambda-api-too-old');
    expect(old.routes).toMatchObject([{ state: 'blocked' }]);
    expect(old.writes.size).toBe(0);
    expect(codesOf(migrate('', '0.10.7'))).not.toContain('lambda-api-too-old');
  });

  it('tells what 0.10.4 does otherwise', () => {
    expect(codesOf(migrate('', '0.10.4'))).toContain('query-decoded-later');
    expect(codesOf(migrate('', '0.10.5'))).not.toContain('query-decoded-later');
  });

  it('keeps routes beside a hono that the code does not load with', () => {
    const old = migrate('', '1.5.1', '^4.2.9');
    expect(codesOf(old)).toContain('hono-too-old');
    expect(old.writes.size).toBe(0);
    for (const range of ['^4.8.0', '^4.13.19', 'latest'])
      expect(codesOf(migrate('', '1.5.1', range))).not.toContain('hono-too-old');
  });
});
