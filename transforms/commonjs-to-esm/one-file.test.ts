import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeFolder } from '../testing/folders.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('rewrites a program on its own with the jscodeshift runner, and says where it cannot', () => {
  const script =
    "const fs = require('fs');\nconst { join } = require('path');\n\nconsole.log(typeof fs.statSync, join('a', 'b'));\n";
  const connected = "const lib = require('./lib');\n\nconsole.log(lib.v);\n";
  const folder = makeFolder({ 'script.js': script, 'connected.js': connected });
  const output = execFileSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/jscodeshift/bin/jscodeshift.js'),
      '--transform',
      join(ROOT, 'jscodeshift/commonjs-to-esm.js'),
      '--run-in-band',
      folder,
    ],
    { encoding: 'utf8' },
  );
  expect(readFileSync(join(folder, 'script.js'), 'utf8')).toBe(
    "import fs from 'fs';\nimport { join } from 'path';\n\nconsole.log(typeof fs.statSync, join('a', 'b'));\n",
  );
  expect(readFileSync(join(folder, 'connected.js'), 'utf8')).toBe(connected);
  expect(output).toContain('one-file-only');
});
