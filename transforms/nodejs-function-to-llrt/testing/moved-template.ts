import { parse, type CollectionTag, type ScalarTag } from 'yaml';
import { createPlan } from '../../engine/plan.js';
import { openWorkspace } from '../../engine/workspace.js';
import { makeSandbox } from '../../form-data-to-url-search-params/testing/sandbox.js';
import { nodejsFunctionToLlrt } from '../index.js';
import { follow } from './follow-instructions.js';

const sandbox = makeSandbox();

/** Takes away the folders of this test file. */
export const removeTemplates = (): void => sandbox.remove();

/** Short forms of the functions of CloudFormation, as its own parsers read them. */
const TAGS: readonly (ScalarTag | CollectionTag)[] = [
  { tag: '!Ref', resolve: (name: string) => ({ Ref: name }) },
  { tag: '!Sub', resolve: (text: string) => ({ 'Fn::Sub': text }) },
  { tag: '!GetAtt', resolve: (text: string) => ({ 'Fn::GetAtt': text.split('.') }) },
];

/** What a parser gives: a test looks deep inside of it. */
type Parsed = ReturnType<typeof parse>;

/** Reads a template as CloudFormation does. */
export const read = (text: string): Parsed => parse(text, { customTags: [...TAGS], merge: true });

/** What matters of a finding. */
export interface Help {
  readonly code: string;
  readonly severity: string;
  readonly line: number;
  readonly help: string;
}

let folders = 0;

/** The findings about a template. */
export async function findingsOf(
  file: string,
  text: string,
  sources: Readonly<Record<string, string>>,
  without: readonly string[] = [],
): Promise<readonly Help[]> {
  folders += 1;
  const files = new Map(
    Object.entries({ 'package.json': '{ "name": "api" }\n', ...sources, [file]: text }),
  );
  for (const path of without) files.delete(path);
  const workspace = openWorkspace({ cwd: sandbox.place(`template-${folders}`, files) });
  const { findings } = await createPlan(workspace, {}, [nodejsFunctionToLlrt]);
  return findings.filter(({ code }) => /^(?:sam|serverless)-function$/.test(code));
}

/** The template after following one finding after the other, until there is none; and their texts. */
export async function moved(
  text: string,
  file = 'template.yaml',
  sources: Readonly<Record<string, string>> = {},
): Promise<{
  readonly text: string;
  readonly helps: readonly string[];
  readonly template: Parsed;
}> {
  const helps: string[] = [];
  let current = text;
  for (;;) {
    const [first] = await findingsOf(file, current, sources);
    if (!first) return { text: current, helps, template: read(current) };
    if (helps.push(first.help) > 9) throw new Error(`no end after: ${first.help}`);
    current = follow(current, first.help);
  }
}
