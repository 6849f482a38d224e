import { lineEnding, quoteOf, usesSemicolons } from '../../engine/syntax/layout.js';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { Listed } from './import-statement.js';
import type { ModuleFormat } from './module-format.js';

const LINE_WIDTH = 80;

/** Text of an import in the style of the file, in several lines when one would be too long. */
export function importText(
  file: ParsedFile,
  format: ModuleFormat,
  names: readonly Listed[],
  specifier: string,
): string {
  const quote = quoteOf(file.text);
  const end = usesSemicolons(file.ast) ? ';' : '';
  const from = `${quote}${specifier}${quote}`;
  if (format === 'cjs') {
    const list = names.map(({ text }) => text);
    return bracketed(file, 'const ', list, ` = require(${from})${end}`);
  }
  const isAllTypes = names.every(({ isType }) => isType);
  const list = names.map(({ text, isType }) => (isType && !isAllTypes ? `type ${text}` : text));
  return bracketed(file, isAllTypes ? 'import type ' : 'import ', list, ` from ${from}${end}`);
}

function bracketed(
  file: ParsedFile,
  before: string,
  names: readonly string[],
  after: string,
): string {
  const line = `${before}{ ${names.join(', ')} }${after}`;
  if (line.length <= LINE_WIDTH) return line;
  const newline = lineEnding(file.text);
  const indent = /^\t/m.test(file.text)
    ? '\t'
    : /^ {4}\S/m.test(file.text) && !/^ {2}\S/m.test(file.text)
      ? '    '
      : '  ';
  return [`${before}{`, ...names.map((name) => `${indent}${name},`), `}${after}`].join(newline);
}
