import { describe, expect, it } from 'vitest';
import { editManifest } from './manifest-edit.js';

const add = { add: { hono: '^4.0.0' }, remove: [] };
const swap = { add: { hono: '^4.0.0' }, remove: ['lambda-api'] };

describe('editManifest', () => {
  it('keeps indentation and order, and changes only the lines of the entries', () => {
    expect(
      editManifest(
        '{\n\t"name": "x",\n\t"dependencies": {\n\t\t"aws": "1",\n\t\t"lambda-api": "1"\n\t}\n}\n',
        swap,
      ),
    ).toBe(
      '{\n\t"name": "x",\n\t"dependencies": {\n\t\t"aws": "1",\n\t\t"hono": "^4.0.0"\n\t}\n}\n',
    );
  });

  it('appends where the section was not sorted', () => {
    expect(editManifest('{\n  "dependencies": {\n    "z": "1",\n    "a": "1"\n  }\n}', add)).toBe(
      '{\n  "dependencies": {\n    "z": "1",\n    "a": "1",\n    "hono": "^4.0.0"\n  }\n}',
    );
  });

  it('keeps CRLF', () => {
    const edited = editManifest(
      '{\r\n    "dependencies": {\r\n        "b": "1",\r\n        "lambda-api": "1"\r\n    }\r\n}\r\n',
      swap,
    );
    expect(edited).toBe(
      '{\r\n    "dependencies": {\r\n        "b": "1",\r\n        "hono": "^4.0.0"\r\n    }\r\n}\r\n',
    );
  });

  it('makes the section when there is none', () => {
    expect(editManifest('{\n  "name": "x"\n}\n', add)).toBe(
      '{\n  "name": "x",\n  "dependencies": {\n    "hono": "^4.0.0"\n  }\n}\n',
    );
  });

  it('adds to the section of what it replaces, or of the dependency beside it', () => {
    const text = '{\n  "devDependencies": {\n    "lambda-api": "1"\n  }\n}\n';
    expect(JSON.parse(editManifest(text, swap))).toEqual({ devDependencies: { hono: '^4.0.0' } });
    expect(JSON.parse(editManifest(text, { ...add, beside: 'lambda-api' }))).toEqual({
      devDependencies: { hono: '^4.0.0', 'lambda-api': '1' },
    });
  });

  it('leaves a dependency that is there already, in whatever section', () => {
    const text = '{ "peerDependencies": { "hono": "*" } }';
    expect(editManifest(text, add)).toBe(text);
  });

  it('removes an emptied section as npm does', () => {
    const text = '{\n  "name": "x",\n  "dependencies": {\n    "lambda-api": "1"\n  }\n}\n';
    expect(editManifest(text, { add: {}, remove: ['lambda-api', 'other'] })).toBe(
      '{\n  "name": "x"\n}\n',
    );
  });

  it('keeps on one line what was on one line', () => {
    const cases = [
      [
        '{ "name": "x", "dependencies": { "a": "1", "lambda-api": "1" } }\n',
        '{ "name": "x", "dependencies": { "a": "1", "hono": "^4.0.0" } }\n',
      ],
      [
        '{"name":"x","dependencies":{"lambda-api":"1"}}',
        '{"name":"x","dependencies":{"hono":"^4.0.0"}}',
      ],
      [
        '{\n  "name": "x",\n  "dependencies": { "lambda-api": "1", "zod": "4" }\n}\n',
        '{\n  "name": "x",\n  "dependencies": { "hono": "^4.0.0", "zod": "4" }\n}\n',
      ],
      ['{ "name": "x" }', '{ "name": "x", "dependencies": { "hono": "^4.0.0" } }'],
      ['{"name":"x"}', '{"name":"x","dependencies":{"hono":"^4.0.0"}}'],
      ['{ "dependencies": {} }', '{ "dependencies": { "hono": "^4.0.0" } }'],
    ] as const;
    for (const [before, after] of cases) expect(editManifest(before, swap)).toBe(after);
    expect(
      editManifest('{ "dependencies": { "lambda-api": "1" }, "name": "x" }', {
        add: {},
        remove: ['lambda-api'],
      }),
    ).toBe('{ "name": "x" }');
  });
});
