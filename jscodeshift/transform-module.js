'use strict';

const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

/** The runner compiles `import()` to `require`, which an ES module that asks for its own address does not survive. */
const importModule = new Function('url', 'return import(url)');

/**
 * Makes a jscodeshift module of a transform that can work on one file alone.
 *
 * @param {string} id
 */
module.exports = function transformModule(id) {
  const url = pathToFileURL(join(__dirname, '..', 'dist', 'transforms', id, 'one-file.js')).href;
  return async function transformer({ path, source }, api) {
    const { transformFile } = await importModule(url);
    const { text, findings } = transformFile(path, source);
    for (const { severity, code, line, column, message, help } of findings)
      api.report(`${line}:${column} ${severity} ${code}: ${message}. ${help}`);
    return text;
  };
};
