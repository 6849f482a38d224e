import { propertyText } from '../../engine/syntax/evaluate.js';
import { parseFile, positionOf } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Finding } from '../../engine/finding.js';
import { llrtFunctionFinding } from '../findings.js';
import { LLRT_VERSION } from '../sdk.js';
import { layerFile } from './handler-code.js';

/** Runtimes of Node.js in a serverless.ts or serverless.js: the value that each place needs. */
export function moduleFindings(file: string, text: string): Finding[] {
  const parsed = parseFile(file, text);
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const runtime = runtimeOf(node);
    if (runtime !== undefined) {
      const place = { file, ...positionOf(parsed, node.getStart(parsed.ast)), runtime };
      findings.push(llrtFunctionFinding('serverless-function', { ...place, remedy: REMEDY }));
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed.ast);
  return findings;
}

function runtimeOf(node: ts.Node): string | undefined {
  if (!ts.isPropertyAssignment(node) || propertyText(node.name) !== 'runtime') return undefined;
  const value = ts.isAsExpression(node.initializer)
    ? node.initializer.expression
    : node.initializer;
  return ts.isStringLiteralLike(value) && /^nodejs\d+\.x$/.test(value.text)
    ? value.text
    : undefined;
}

const REMEDY = [
  `Download \`${layerFile('arm64', false)}\` of LLRT ${LLRT_VERSION} into the folder of the file, and replace the property by these, with the layers that are there in the list:`,
  [
    '```ts',
    "runtime: 'provided.al2023',",
    "architecture: 'arm64',",
    "layers: [{ Ref: 'LlrtLambdaLayer' }],",
    '```',
  ].join('\n'),
  'Add this at the top level:',
  [
    '```ts',
    'layers: {',
    '  llrt: {',
    `    package: { artifact: '${layerFile('arm64', false)}' },`,
    "    compatibleRuntimes: ['provided.al2023'],",
    '  },',
    '},',
    "package: { patterns: ['!**', 'dist/**'] },",
    '```',
  ].join('\n'),
  'The framework, and its plugins, bundle functions on Node.js alone: bundle before each deployment, name the bundles as handlers (`dist/src/index.handler`), and take the plugin away:',
  [
    '```sh',
    "npx esbuild src/index.ts --bundle --minify --platform=node --conditions=browser --main-fields=browser,module,main --target=es2023 --format=esm '--external:@aws-sdk/*' '--external:@smithy/*' --outbase=. --outdir=dist --out-extension:.js=.mjs",
    '```',
  ].join('\n'),
].join('\n\n');
