import { copyFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cutCompiler } from './cut.js';
import { usedNames } from './used-names.js';

// A step of `npm run build`, run from the compiled output: writes the parser beside the code.
const require = createRequire(import.meta.url);
const dist = fileURLToPath(new URL('../../../../', import.meta.url));
const names = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.js'))
  .flatMap((path) => usedNames(readFileSync(join(dist, path), 'utf8')));
const compiler = readFileSync(require.resolve('@ts-morph/common/dist/typescript.js'), 'utf8');
const target = fileURLToPath(new URL('./parser.cjs', import.meta.url));
// Written beside and renamed: a test run may be loading the file just now.
writeFileSync(`${target}.${process.pid}`, cutCompiler(compiler, [...new Set(names)].toSorted()));
renameSync(`${target}.${process.pid}`, target);
// What is cut out of a program under the Apache License is given away with that licence.
copyFileSync(require.resolve('typescript/LICENSE.txt'), join(target, '../LICENSE.txt'));
