import { describe, expect, it } from 'vitest';
import { literalSettings } from './config-literal.js';

const SETTINGS = { semi: false, printWidth: 100, endOfLine: 'lf' };

describe('literalSettings', () => {
  it.each([
    ['.prettierrc.js', "module.exports = { semi: false, 'printWidth': 100, endOfLine: `lf` };"],
    [
      '.prettierrc.cjs',
      "'use strict';\nmodule.exports = { semi: false, printWidth: 1e2, endOfLine: 'lf' }",
    ],
    [
      'prettier.config.mjs',
      "/** @type {Config} */\nconst config = { semi: false, printWidth: 100, endOfLine: 'lf' };\nexport default config;",
    ],
    [
      'prettier.config.ts',
      "import type { Config } from 'prettier';\nconst config: Config = { semi: false, printWidth: 100, endOfLine: 'lf' };\nexport default config;",
    ],
    [
      '.prettierrc.ts',
      "export default { semi: false, printWidth: 100, endOfLine: 'lf' } as const;",
    ],
  ])('reads %s: %s', (path, text) => {
    expect(literalSettings(path, text)).toEqual(SETTINGS);
  });

  it.each([
    'module.exports = { ...require("@acme/prettier-config"), semi: false };',
    'module.exports = require("@acme/prettier-config");',
    'module.exports = { semi: Boolean(process.env.CI) };',
    'module.exports = { plugins: ["x"] };',
    'module.exports = { overrides: [] };',
    'module.exports = { semi };',
    'module.exports = { ["semi"]: false };',
    'module.exports = { semi: false }; module.exports.semi = true;',
    'module.exports = { semi: false }; module.exports = { semi: true };',
    'const config = { semi: false }; config.semi = true; module.exports = config;',
    'module.exports = () => ({ semi: false });',
    'exports.semi = false;',
    'const config = { semi: false };',
    'module.exports = missing;',
    'module.exports = { semi: };',
    'doSomething(); module.exports = { semi: false };',
    '',
  ])('does not guess: %s', (text) => {
    expect(literalSettings('.prettierrc.js', text)).toBeUndefined();
  });
});
