/** A small npm workspace for the word transform, with what is easily broken: BOM, CRLF, no final newline. */
export const SAMPLE = {
  'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }\n',
  'packages/api/package.json':
    '{\n    "name": "api",\n    "dependencies": {\n        "aaa": "1.0.0",\n        "old": "^1.0.0"\n    }\n}\n',
  'packages/api/src/index.js': 'route GET /v1/users/:id old\nroute POST /v1/users old\nkeep\n',
  'packages/api/src/bom.js': '\uFEFFroute GET /files/* old\r\nroute GET /files/:name old\r\nlast',
  'packages/web/package.json': '{ "name": "web" }',
  'packages/web/index.js': 'nothing\n',
} as const;
