import type { Finding } from '../engine/finding.js';
import type { PackageView } from '../engine/transform.js';
import { llrtFunctionFinding } from './findings.js';
import { LLRT_VERSION } from './sdk.js';

/** Templates that are looked at, in the folder of a package. */
export const TEMPLATE_FILES: readonly string[] = [
  'template.yaml',
  'template.yml',
  'serverless.yml',
  'serverless.yaml',
];

const RUNTIME = /^([ \t]*)(Runtime|runtime):[ \t]*["']?(nodejs\d+\.x)["']?/gm;

/** Functions on Node.js in SAM and Serverless Framework templates, with the text that replaces them. */
export function templateFindings(pkg: PackageView): Finding[] {
  return TEMPLATE_FILES.flatMap((name) => {
    const file = pkg.dir === '' ? name : `${pkg.dir}/${name}`;
    const text = pkg.read(file);
    if (text === undefined) return [];
    const isServerless = name.startsWith('serverless');
    if (!isServerless && !text.includes('AWS::Serverless')) return [];
    return [...text.matchAll(RUNTIME)].map((match) => {
      const [, indent = '', key = '', runtime = ''] = match;
      const line = text.slice(0, match.index).split('\n').length;
      const place = { file, line, column: indent.length + 1, runtime };
      return isServerless
        ? llrtFunctionFinding('serverless-function', { ...place, remedy: serverlessText(key) })
        : llrtFunctionFinding('sam-function', { ...place, remedy: samText(text) });
    });
  });
}

function samText(template: string): string {
  const isChosen = /^\s*Architectures:/m.test(template);
  return [
    `Make a layer of the release file \`llrt-lambda-arm64.zip\` of LLRT ${LLRT_VERSION} and replace the line by:`,
    block([
      'Runtime: provided.al2023',
      ...(isChosen ? [] : ['Architectures: [arm64]']),
      'Layers: [!Ref LlrtLayer]',
    ]),
    ...(isChosen
      ? ['Where `Architectures` names x86_64, take `llrt-lambda-x64.zip` for the layer.']
      : []),
    'with this beside `Properties` of each function that the line is for, in place of a `Metadata` that is there:',
    block([
      'Metadata:',
      '  BuildMethod: esbuild',
      '  BuildProperties:',
      '    Format: esm',
      '    Target: es2023',
      '    Minify: true',
      '    OutExtension: [.js=.mjs]',
      "    External: ['@aws-sdk', '@smithy']",
    ]),
    'and this in `Resources`:',
    block([
      'LlrtLayer:',
      '  Type: AWS::Serverless::LayerVersion',
      '  Properties:',
      '    ContentUri: ./llrt-lambda-arm64.zip',
      '    CompatibleRuntimes: [provided.al2023]',
    ]),
  ].join('\n\n');
}

function serverlessText(key: string): string {
  return [
    `Make a layer of the release file \`llrt-lambda-arm64.zip\` of LLRT ${LLRT_VERSION} and replace the line by:`,
    block([`${key}: provided.al2023`, 'architecture: arm64', 'layers: [!Ref LlrtLambdaLayer]']),
    'with this at the top level:',
    block([
      'layers:',
      '  llrt:',
      '    package: { artifact: llrt-lambda-arm64.zip }',
      '    compatibleRuntimes: [provided.al2023]',
      'build:',
      '  esbuild:',
      '    format: esm',
      '    target: es2023',
      "    external: ['@aws-sdk/*', '@smithy/*']",
    ]),
  ].join('\n\n');
}

function block(lines: readonly string[]): string {
  return ['```yaml', ...lines, '```'].join('\n');
}
