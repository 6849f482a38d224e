import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

// The last step of `npm run build`: what the compiler does not copy.
const root = packageRoot();
chmodSync(join(root, 'dist', 'cli', 'main.js'), 0o755);
cpSync(join(root, 'cli', 'schema'), join(root, 'dist', 'cli', 'schema'), { recursive: true });
