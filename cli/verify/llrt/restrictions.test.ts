import { expect, test } from 'vitest';
import type { VerifyReport } from '../report.js';
import { checkedReport } from '../testing/schema.js';
import { LANGUAGE } from './testing/language-restrictions.js';
import { WEB } from './testing/web-restrictions.js';
import { verify, watchTemporaryFiles, workspace, write } from '../testing/workspace.js';

watchTemporaryFiles();

const CASES = [...WEB, ...LANGUAGE];

const source = `import * as imported from './names.js';
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
const run = {
${CASES.map(({ name, code }) => `  '${name}': async () => ${code},`).join('\n')}
};
export const handler = async (event) => {
  try {
    const value = await run[event.rawPath.slice(1)]();
    return { statusCode: 200, body: JSON.stringify([value]) };
  } catch (error) {
    return { statusCode: 500, body: error.name };
  }
};
`;
const names = `import crypto from 'node:crypto';
export const { createSign } = { get createSign() { return crypto.createSign; } };
export { Buffer } from 'node:buffer';
`;
const events = CASES.map(({ name }) => ({
  name,
  event: { version: '2.0', rawPath: `/${name}`, requestContext: { http: { method: 'GET' } } },
}));

test.each(['0.7.0', '0.8.1', 'main'])('what LLRT %s does otherwise', async (release) => {
  const root = workspace({ 'package.json': '{ "name": "app", "type": "module" }' });
  write(root, {
    'src/index.js': source,
    'src/names.js': names,
    'events.json': JSON.stringify(events),
  });
  const args = ['--runtime', 'llrt', '--llrt', release, '--entry', 'src/index.js#handler'];
  const ran = await verify(root, ...args, '--events', 'events.json', '--json');
  expect(ran.stderr).not.toMatch(/could not be loaded|does not start/);
  const report = checkedReport(JSON.parse(ran.stdout) as VerifyReport);
  const different = report.routes.flatMap((route) => route.different);
  const expected = CASES.filter(({ differs }) => differs.split(' ').includes(release));
  const nameOf = (event: string): string => event.replace(/^.*: /, '');
  expect(different.map(({ event }) => nameOf(event)).toSorted()).toEqual(
    expected.map(({ name }) => name).toSorted(),
  );
  const told = new Set(report.runtime?.lacking.map(({ code }) => code));
  const missing = expected.filter(({ tells }) => tells !== undefined && !told.has(tells));
  expect(missing.map(({ name }) => name)).toEqual([]);
  expect(report.runtime?.lacking.map(({ what }) => what)).toContain('Buffer.equals');
  const places = report.runtime?.lacking.map(({ file }) => file) ?? [];
  expect(new Set(places)).toEqual(new Set(['src/index.js', 'src/names.js']));
});
