import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { copySample } from '../demo/copy-sample.js';
import type { VerifyReport } from './report.js';
import { call, temporary, watchTemporaryFiles } from './testing/workspace.js';

watchTemporaryFiles();

test('a migrated package of a monorepo answers as before, and a slip in it is seen', async () => {
  const root = join(temporary, 'orders');
  await copySample(resolve('fixtures/apps/orders-monorepo'), root, resolve('node_modules'));
  const products = join(root, 'packages/catalogue-api/src/products.ts');
  const before = readFileSync(products, 'utf8');
  const applied = await call(root, undefined, 'apply', '--yes', '-p', '@orders/catalogue-api');
  expect(applied.stdout).toMatch(/5 routes migrated/);
  const migrated = readFileSync(products, 'utf8');
  expect(migrated).not.toBe(before);

  const same = await call(root, undefined, 'verify', '-p', '@orders/catalogue-api');
  expect(same.code).toBe(0);
  expect(same.stdout).toMatch(/^GET \/catalogue\/products\/:sku\/image +\d+ same$/m);

  writeFileSync(products, migrated.replace('images.example.com', 'pictures.example.com'));
  const route = 'GET /catalogue/products/:sku/image';
  const ran = await call(
    root,
    undefined,
    'verify',
    '-r',
    route,
    '--json',
    '--events',
    writeEvent(),
  );
  const report = JSON.parse(ran.stdout) as VerifyReport;
  expect(report.routes.map(({ id }) => id)).toEqual([route]);
  expect(report.routes[0]?.different[0]?.difference).toMatch(
    /^header location: .*images.*pictures/,
  );
});

function writeEvent(): string {
  const file = join(temporary, 'event.json');
  const event = { httpMethod: 'GET', path: '/catalogue/products/POT-7/image', headers: {} };
  writeFileSync(file, JSON.stringify(event));
  return file;
}
