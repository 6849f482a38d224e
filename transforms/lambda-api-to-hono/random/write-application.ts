import type { ApplicationText } from './application.js';
import { Drafts, ENTRY } from './drafts.js';
import { writeItem } from './write-item.js';
import { typeOf } from './write-types.js';

/** Text of files by path. */
export type Sources = ReadonlyMap<string, string>;

/** Writes the files of an application, package.json included. */
export function writeApplication(app: ApplicationText): Sources {
  const drafts = new Drafts(app);
  const entry = drafts.open(ENTRY);
  const registrations = app.items.map((item) => writeItem(drafts, ENTRY, app.style.apiName, item));
  entry.body = [...registrations, exportHandler(app)].join('\n\n');
  const files = [...drafts.files].map(([path, draft]): [string, string] => [
    `${path}.${app.typed ? 'ts' : 'js'}`,
    indented(drafts.finish(path, draft)),
  ]);
  const type = app.esm ? '"type": "module",\n  ' : '';
  const manifest = `{\n  "name": "random",\n  ${type}"dependencies": {\n    "lambda-api": "^1.5.1"\n  }\n}\n`;
  return new Map([...files, ['package.json', manifest]]);
}

function exportHandler({ esm, typed, style }: ApplicationText): string {
  const head = esm ? 'export const handler =' : 'exports.handler =';
  const any = typeOf('event', typed);
  const parameters = `event${any}, context${any}`;
  const run = `${style.apiName}.run(event, context`;
  if (style.run === 'callback')
    return `${head} (${parameters}, callback${any}) => {\n${run}, callback);\n};`;
  if (style.run === 'plain') return `${head} (${parameters}) => ${run});`;
  return `${head} async (${parameters}) => {\nreturn await ${run});\n};`;
}

/** Indents by the brackets that lines leave open. */
function indented(text: string): string {
  let depth = 0;
  const lines = text.split('\n').map((line) => {
    const closing = /^[}\])]/.test(line) || /^(?:case\b|default:)/.test(line) ? 1 : 0;
    const result = line === '' ? '' : '  '.repeat(Math.max(0, depth - closing)) + line;
    const code = line.replace(/'[^']*'|`[^`]*`|\/\/.*/g, '');
    depth += count(code, /[{[(]/g) - count(code, /[}\])]/g);
    return result;
  });
  return `${lines.join('\n').trim()}\n`;
}

function count(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).length;
}
