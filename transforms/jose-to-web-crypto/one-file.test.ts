import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeFolder } from '../testing/folders.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('leaves files to llrt-migrate with the jscodeshift runner, and says so', () => {
  const text = "// first\nimport { decodeJwt } from 'jose';\n\nconsole.log(decodeJwt);\n";
  const folder = makeFolder({ 'uses.js': text, 'other.js': "console.log('jose');\n" });
  const output = execFileSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/jscodeshift/bin/jscodeshift.js'),
      '--transform',
      join(ROOT, 'jscodeshift/jose-to-web-crypto.js'),
      '--run-in-band',
      folder,
    ],
    { encoding: 'utf8' },
  );
  expect(readFileSync(join(folder, 'uses.js'), 'utf8')).toBe(text);
  expect(output).toContain('2:1 info jose-one-file-only: jose is replaced by a module');
  expect(output).toContain('llrt-migrate apply --transform jose-to-web-crypto');
  expect(output.match(/jose-one-file-only/g)).toHaveLength(1);
});
