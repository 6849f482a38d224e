import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

// The last step of `npm run build`: what the compiler does not copy.
const root = packageRoot();
for (const folder of ['cli/schema', 'transforms/llrt/data'])
  cpSync(join(root, folder), join(root, 'dist', folder), { recursive: true });
