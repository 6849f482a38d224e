import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSources } from '../../engine/emitted-module/read-sources.js';
import { COMPAT_FILES } from './source-files.js';

// Run from the compiled output: reads the sources in the repository, writes beside the code.
const [, , sources = 'transforms/lambda-api-to-hono/compat/source'] = process.argv;
const directory = new URL(`file://${process.cwd()}/${sources}/`);
const target = fileURLToPath(new URL('./declarations.json', import.meta.url));
writeFileSync(
  target,
  JSON.stringify(await readSources({ directory, files: COMPAT_FILES, index: 'index.ts' })),
);
