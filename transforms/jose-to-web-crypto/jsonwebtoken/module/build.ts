import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EmittedSource } from '../../../engine/emitted-module/declaration.js';
import { readSources } from '../../../engine/emitted-module/read-sources.js';
import { TOKEN_MODULE_FILES, type TokenProfile } from './source-files.js';

// Run from the compiled output: reads the sources in the repository, writes beside the code.
const [, , sources = 'transforms/jose-to-web-crypto/jsonwebtoken/module/source'] = process.argv;
const directory = new URL(`file://${process.cwd()}/${sources}/`);
const target = fileURLToPath(new URL('./declarations.json', import.meta.url));
const read = (profile: TokenProfile, index: string): Promise<EmittedSource> =>
  readSources({ directory, files: TOKEN_MODULE_FILES[profile], index });
const declarations = {
  'jsonwebtoken-8': await read('jsonwebtoken-8', 'profile-8/index.ts'),
  'jsonwebtoken-9': await read('jsonwebtoken-9', 'profile-9/index.ts'),
};
writeFileSync(target, JSON.stringify(declarations));
