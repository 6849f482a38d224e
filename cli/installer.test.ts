import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWorkspace } from '../transforms/engine/workspace.js';
import { makeFolder } from '../transforms/testing/folders.js';
import { neededInstall } from './installer.js';

const BEFORE = { name: 'a', dependencies: { hono: '^4.0.0', jose: '^5.0.0' } };

it.each([
  ['nothing', BEFORE, undefined],
  ['another type', { ...BEFORE, type: 'module' }, undefined],
  ['another order', { ...BEFORE, dependencies: { jose: '^5.0.0', hono: '^4.0.0' } }, undefined],
  ['one less', { ...BEFORE, dependencies: { hono: '^4.0.0' } }, 'npm install'],
  ['another range', { ...BEFORE, dependencies: { hono: '^4.1.0', jose: '^5.0.0' } }, 'npm install'],
  ['another section', { name: 'a', devDependencies: BEFORE.dependencies }, 'npm install'],
])('%s', (_name, after, expected) => {
  const root = makeFolder({ 'package.json': JSON.stringify(BEFORE), 'index.js': '1;\n' });
  const workspace = openWorkspace({ cwd: root });
  writeFileSync(join(root, 'package.json'), JSON.stringify(after));
  expect(neededInstall(workspace)).toBe(expected);
});
