import { parsers } from 'prettier/plugins/yaml';
import { describe, expect, it } from 'vitest';
import { configKind } from './config-text.js';

describe('configKind', () => {
  it.each(['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'])('knows .%s as a program', (extension) => {
    expect(configKind(`/p/.prettierrc.${extension}`, '')).toBe('code');
    expect(configKind(`/p/prettier.config.${extension}`, '{}')).toBe('code');
  });

  it.each([
    ['.prettierrc', 'semi: false\n'],
    ['.prettierrc', '# ours\n\n---\nsemi: false # really\n'],
    ['.prettierrc', '--- {semi: false}'],
    ['.prettierrc', '{ "semi": false }'],
    ['.prettierrc', '\uFEFF{\r\n  "semi": false\r\n}\r\n'],
    ['.prettierrc', '"semi": false'],
    ['.prettierrc', "'it''s' : false"],
    ['.prettierrc', '"a\\"b": false'],
    ['.prettierrc', ''],
    ['.prettierrc.yml', 'overrides:\n  - files: "*.ts"\n    options: { semi: false }\n'],
    ['.prettierrc.yaml', '%YAML 1.2\n---\nsemi: false'],
    ['.prettierrc.json', ' {"semi": false}'],
    ['.prettierrc.json5', '// ours\n/* { */ {semi: false}'],
    ['.prettierrc.toml', 'semi = false\n'],
    ['package.json', '{ "prettier": { "semi": false } }'],
    ['package.yaml', 'name: x\nprettier:\n  # ours\n  semi: false\nversion: 1.0.0\n'],
    ['package.yaml', 'prettier: { semi: false }\n'],
  ])('knows settings in %s: %j', (name, text) => {
    expect(configKind(`/p/${name}`, text)).toBe('settings');
  });

  it.each([
    ['.prettierrc', '@acme/prettier-config\n'],
    ['.prettierrc', 'acme\n'],
    ['.prettierrc', '"@acme/prettier-config"\n'],
    ['.prettierrc', "# ours\n---\n'./ours.js'\n"],
    ['.prettierrc', 'acme # semi: false'],
    ['.prettierrc', '"a: b"'],
    ['.prettierrc', "'a: ''b'': c'"],
    ['.prettierrc', '|-\n  a: b\n'],
    ['.prettierrc', '!!str "./a: b.js"'],
    ['.prettierrc', 'C:/ours.js'],
    ['.prettierrc.json', '"@acme/prettier-config"'],
    ['.prettierrc.json5', "// { }\n'@acme/prettier-config'"],
    ['package.json', '{ "prettier": "@acme/prettier-config" }'],
    ['package.yaml', 'prettier: "@acme/prettier-config"\nother:\n  semi: false\n'],
    ['package.yaml', 'prettier:\n  acme\n'],
  ])('never takes the name of a package for settings, in %s: %j', (name, text) => {
    expect(configKind(`/p/${name}`, text)).toBe('package');
  });

  it('says of the samples above what the YAML parser of Prettier says', async () => {
    const isMapping = async (text: string): Promise<boolean> => {
      const ast: unknown = await parsers.yaml.parse(text, {} as never);
      return JSON.stringify(ast, ['children', 'type']).match(/"type":"(?:flowM|m)apping"/) !== null;
    };
    for (const text of ['semi: false', '{a: 1}', '"a\\"b": 1', "'it''s' : 1", '--- {semi: false}'])
      expect(await isMapping(text), text).toBe(true);
    for (const text of ['acme # a: b', '"a: b"', "'a: ''b'': c'", '|-\n  a: b\n', 'C:/ours.js'])
      expect(await isMapping(text), text).toBe(false);
  });
});
