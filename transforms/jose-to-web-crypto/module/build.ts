import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSources } from '../../engine/emitted-module/read-sources.js';
import { MODULE_FILES } from './source-files.js';

// Run from the compiled output: reads the sources in the repository, writes beside the code.
const [, , sources = 'transforms/jose-to-web-crypto/module/source'] = process.argv;
const directory = new URL(`file://${process.cwd()}/${sources}/`);
const target = fileURLToPath(new URL('./declarations.json', import.meta.url));
const declarations = {
  'jose-5': await readSources({
    directory,
    files: MODULE_FILES['jose-5'],
    index: 'profile-5/index.ts',
  }),
  'jose-6': await readSources({
    directory,
    files: MODULE_FILES['jose-6'],
    index: 'profile-6/index.ts',
  }),
};
writeFileSync(target, JSON.stringify(declarations));
