import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
test('smoke', async () => {
  const t = Date.now();
  const { COMPAT_EXPORTS, renderCompat } = await import('./render.js');
  console.log('load', Date.now() - t, COMPAT_EXPORTS.length);
  const all = new Set(COMPAT_EXPORTS.map((e) => e.name));
  writeFileSync('/tmp/h1/t/all.ts', renderCompat(all, { language: 'ts', format: 'esm' }));
  writeFileSync('/tmp/h1/t/all.mjs', renderCompat(all, { language: 'js', format: 'esm' }));
  writeFileSync('/tmp/h1/t/all.cjs', renderCompat(all, { language: 'js', format: 'cjs' }));
  writeFileSync(
    '/tmp/h1/t/body.ts',
    renderCompat(new Set(['getBody']), { language: 'ts', format: 'esm' }),
  );
});
