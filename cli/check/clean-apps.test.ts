import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../transforms/testing/folders.js';
import { checkFolder } from './testing/check-folder.js';

const APPS = new URL('../../fixtures/check/clean/', import.meta.url);

describe('small clean applications give no finding', () => {
  it.each(readdirSync(APPS))('%s', async (name) => {
    const root = makeFolder({
      'package.json': '{ "name": "app", "type": "module", "dependencies": { "hono": "^4.13.0" } }',
      'src/index.ts': readFileSync(new URL(name, APPS), 'utf8'),
    });
    const { report } = await checkFolder(root);
    expect(report.findings).toEqual([]);
    expect(report.summary.routes).toBeGreaterThan(0);
    expect(report.summary.ready).toBe(report.summary.routes);
  });
});
