import { posix } from 'node:path';
import type { Finding } from '../../engine/finding.js';
import type { PackageView } from '../../engine/transform.js';
import { llrtFunctionFinding } from '../findings.js';
import {
  codeBehind,
  handlersOf,
  layerFile,
  layerSentence,
  type Architecture,
} from './handler-code.js';
import { instructions } from './instructions.js';
import { membersByRuntime, type RemedyContext } from './runtime-groups.js';
import { readSam, type SamTemplate } from './sam.js';
import { architectureOf, layerName, moveFunctions, PROVIDED } from './sam-changes.js';
import { TemplateText } from './template-text.js';

/** Functions of a SAM template on Node.js: a finding for each place that sets a runtime, with the text that replaces it. */
export function samFindings(pkg: PackageView, file: string, text: string): Finding[] {
  const template = new TemplateText(text);
  const sam = readSam(template);
  if (!sam) return [];
  const findings: Finding[] = [];
  for (const members of membersByRuntime(sam.functions)) {
    const first = sam.functions[members[0] ?? 0];
    if (!first) continue;
    const at = template.placeOf(first.runtime);
    const remedy = remedyFor({ pkg, text, members, layerAt: findings[0]?.line, file });
    const place = { file, ...at, runtime: first.runtimeText, remedy };
    findings.push(llrtFunctionFinding('sam-function', place));
  }
  return findings;
}

function remedyFor({ pkg, file, text, members, layerAt }: RemedyContext): string {
  const template = new TemplateText(text);
  const sam = readSam(template);
  if (!sam) throw new Error(`${file} was read before and is no template now`);
  const functions = members.flatMap((index) => sam.functions[index] ?? []);
  const inline = functions.filter(({ isInline }) => isInline);
  if (inline.length > 0)
    return `The code of ${inline.map(({ name }) => `\`${name}\``).join(', ')} is written in the template, which only runtimes of Lambda can have: put it into a file first, then run the command again.`;
  const code = codeBehind(pkg, posix.dirname(file), handlersOf(functions));
  const { needsFull } = codeBehind(pkg, posix.dirname(file), handlersOf(sam.functions));
  const notes = [...code.notes, ...moveFunctions(template, sam, functions)];
  const architectures = new Set(
    functions.map((one) => architectureOf(template, sam, one).architecture),
  );
  const files = layersOf(template, sam, architectures, needsFull, layerAt !== undefined);
  const after = template.changed();
  if (
    !isMoved(
      after,
      functions.map(({ name }) => name),
    )
  )
    return 'The template is written in a way that no exact text can be given for: give the functions `Runtime: provided.al2023`, a layer made of LLRT, and a bundle that is an ES module for es2023.';
  return [
    ...notes,
    ...files,
    ...(layerAt === undefined ? [] : [`The layer is that of line ${layerAt}.`]),
    'Then change the template, from the bottom up, so that the line numbers stay right:',
    instructions(template.text, after, file.endsWith('.json') ? 'json' : 'yaml'),
  ].join('\n\n');
}

/** Adds the layers that are not there yet; returns what has to be downloaded. */
function layersOf(
  template: TemplateText,
  sam: SamTemplate,
  architectures: ReadonlySet<Architecture>,
  needsFull: boolean,
  isElsewhere: boolean,
): string[] {
  const pair = template.find(template.root(), 'Resources')?.pair;
  return [...architectures].flatMap((architecture) => {
    const name = layerName(template, sam, architecture);
    const uri = layerFile(architecture, needsFull);
    if (!pair || isElsewhere || template.find(sam.resources, name)) return [];
    const layer = {
      Type: 'AWS::Serverless::LayerVersion',
      Properties: {
        ContentUri: `./${uri}`,
        CompatibleRuntimes: [PROVIDED],
        ...(architecture === 'unknown' ? {} : { CompatibleArchitectures: [architecture] }),
      },
    };
    template.addFirst(pair, sam.resources, { [name]: layer });
    return [layerSentence(uri, architecture)];
  });
}

/** Whether a text is a template that still parses, in which none of the named functions runs on Node.js. */
function isMoved(text: string, names: readonly string[]): boolean {
  const left = readSam(new TemplateText(text))?.functions.map(({ name }) => name);
  return left !== undefined && !left.some((name) => names.includes(name));
}
