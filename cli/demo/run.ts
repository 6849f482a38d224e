import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDemo } from './run-demo.js';

// dist/cli/demo/run.js is three folders below the repository
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

try {
  process.exitCode = await runDemo({
    sample: join(ROOT, 'fixtures/apps/console-access'),
    modules: join(ROOT, 'node_modules'),
    cli: join(ROOT, 'dist/bundle/main.js'),
    parent: await realpath(await mkdtemp(join(tmpdir(), 'llrt-migrate-demo-'))),
    print: (text) => process.stdout.write(text),
  });
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `The demo could not run: ${reason}\n` +
      'It needs git and a clone of the repository, installed with npm ci.\n',
  );
  process.exitCode = 2;
}
