import { posix } from 'node:path';
import type { Finding } from '../../engine/finding.js';
import type { PackageView } from '../../engine/transform.js';
import { llrtFunctionFinding } from '../findings.js';
import {
  codeBehind,
  handlersOf,
  layerFile,
  layerSentence,
  type HandlerCode,
} from './handler-code.js';
import { instructions } from './instructions.js';
import { membersByRuntime, type RemedyContext } from './runtime-groups.js';
import { PROVIDED } from './sam-changes.js';
import { processorOf, readServerless, type ServerlessTemplate } from './serverless.js';
import { layerOf, moveServerless, OUTPUT } from './serverless-changes.js';
import { TemplateText } from './template-text.js';
import { isMap } from './yaml-library.js';

/** Functions of a serverless.yml on Node.js: a finding for each place that sets a runtime, with the text that replaces it. */
export function serverlessFindings(pkg: PackageView, file: string, text: string): Finding[] {
  const template = new TemplateText(text);
  const all = readServerless(template);
  if (!all) return [];
  const findings: Finding[] = [];
  for (const members of membersByRuntime(all.functions)) {
    const first = all.functions[members[0] ?? 0];
    if (!first) continue;
    const at = template.placeOf(first.runtime);
    const remedy = remedyFor({ pkg, file, text, members, layerAt: findings[0]?.line });
    const place = { file, ...at, runtime: first.runtimeText, remedy };
    findings.push(llrtFunctionFinding('serverless-function', place));
  }
  return findings;
}

function remedyFor({ pkg, file, text, members, layerAt }: RemedyContext): string {
  const template = new TemplateText(text);
  const all = readServerless(template);
  if (!all) throw new Error(`${file} was read before and is no template now`);
  const functions = members.flatMap((index) => all.functions[index] ?? []);
  const code = codeBehind(pkg, posix.dirname(file), handlersOf(functions));
  const { needsFull } = codeBehind(pkg, posix.dirname(file), handlersOf(all.functions));
  const notes = [...code.notes, ...moveServerless(template, all, functions, code.sources)];
  if (all.isPartial)
    notes.push('Functions in other files are not looked at: change those in the same way.');
  const architectures = new Set(
    functions.map((one) => processorOf(template, all, one).architecture),
  );
  const files =
    layerAt === undefined ? addLayers(template, all, [...architectures], needsFull) : [];
  const after = template.changed();
  const left = readServerless(new TemplateText(after));
  if (!left || left.functions.some(({ name }) => functions.some((one) => one.name === name)))
    return `The template is written in a way that no exact text can be given for: give the functions \`runtime: ${PROVIDED}\`, a layer made of LLRT, and a bundle that is an ES module for es2023.`;
  return [
    ...notes,
    ...files,
    ...(layerAt === undefined ? [] : [`The layer is that of line ${layerAt}.`]),
    ...command(posix.dirname(file), code),
    'Then change the template, from the bottom up, so that the line numbers stay right:',
    instructions(template.text, after, file.endsWith('.json') ? 'json' : 'yaml'),
  ].join('\n\n');
}

function addLayers(
  template: TemplateText,
  all: ServerlessTemplate,
  architectures: readonly Parameters<typeof layerFile>[0][],
  needsFull: boolean,
): string[] {
  const held = template.find(all.root, 'layers');
  const map = isMap(held?.value) ? held.value : undefined;
  const wanted = architectures
    .map((architecture) => ({ architecture, ...layerOf(template, all, architecture) }))
    .filter(({ key }) => !template.find(map, key));
  if (wanted.length === 0) return [];
  const layers = Object.fromEntries(
    wanted.map(({ key, architecture }) => {
      const artifact = layerFile(architecture, needsFull);
      return [key, { package: { artifact }, compatibleRuntimes: [PROVIDED] }];
    }),
  );
  if (held && map) template.addFirst(held.pair, map, layers);
  else if (!held) template.add(all.root, { layers });
  const sentences = wanted.map(({ architecture }) =>
    layerSentence(layerFile(architecture, needsFull), architecture),
  );
  return held && !map
    ? [...sentences, 'Add it to `layers`, which is written elsewhere.']
    : sentences;
}

/** The framework bundles functions on Node.js alone. */
function command(folder: string, { sources }: HandlerCode): string[] {
  if (sources.size === 0) return [];
  const inFolder = [...new Set(sources.values())].map((source) => posix.relative(folder, source));
  return [
    'The Serverless Framework, and its plugins, bundle functions on Node.js alone. Bundle before each deployment:',
    [
      '```sh',
      `npx esbuild ${inFolder.join(' ')} --bundle --minify --platform=node --conditions=browser --main-fields=browser,module,main --target=es2023 --format=esm '--external:@aws-sdk/*' '--external:@smithy/*' --outbase=. --outdir=${OUTPUT} --out-extension:.js=.mjs`,
      '```',
    ].join('\n'),
  ];
}
