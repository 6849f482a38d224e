import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { provideHono } from './provide-hono.js';

test('a copy without hono gets the hono of llrt-migrate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llrt-migrate-hono-'));
  const copy = join(folder, 'copy');
  try {
    mkdirSync(copy);
    writeFileSync(join(copy, 'package.json'), '{ "dependencies": { "hono": "^4.0.0" } }');
    const version = provideHono({ root: copy, copy }, '');
    expect(version).toMatch(/^4\./);
    expect(existsSync(join(folder, 'node_modules/hono/package.json'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
