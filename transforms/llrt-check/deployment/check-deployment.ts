import { parseFile, positionOf } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Release } from '../../llrt/release.js';
import { llrtFinding, type LlrtFinding } from '../../llrt/rules.js';
import { checkConstruct, settingsOf } from './check-construct.js';
import { constructsOf } from './constructs.js';
import { checkScripts } from './scripts.js';
import { joinSettings, type DeploymentSettings } from './settings.js';

/** How functions are deployed, and what there is to say about it. */
export interface DeploymentCheck {
  readonly settings: DeploymentSettings;
  readonly findings: readonly LlrtFinding[];
}

/** Words that a file has in it when it bundles or deploys functions. */
export const DEPLOYMENT_NEEDLES: readonly string[] = [
  'NodejsFunction',
  'LlrtFunction',
  'EdgeFunction',
  'edgeLambdas',
  'RESPONSE_STREAM',
  'LLRT_SDK_CONNECTION_WARMUP',
  'esbuild',
];

const WARMUP_OFF = /LLRT_SDK_CONNECTION_WARMUP['"]?\s*[:=,]\s*['"]?(?:0|false)\b/;
const BUNDLERS =
  /^(?:esbuild|aws-cdk-lib|aws-cdk|serverless|serverless-esbuild|webpack|rollup|rolldown|vite|tsup|tsdown|parcel|@vercel\/ncc|sst)$/;

/**
 * Reads how the functions of a workspace are bundled and deployed.
 *
 * @param sources files that have one of `DEPLOYMENT_NEEDLES` in them, by path
 * @param manifests texts of the package.json files, by path
 * @param others other files that may set the environment, such as YAML, by path
 */
export function checkDeployment(
  sources: ReadonlyMap<string, string>,
  manifests: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
  release: Release,
): DeploymentCheck {
  const constructs = [...sources].flatMap(([path, text]) => {
    const file = parseFile(path, text);
    return constructsOf(file.ast).map((construct) => ({ ...construct, file }));
  });
  const scripts = [...manifests].map(([path, text]) => checkScripts(path, text, release));
  const functions = constructs.filter(({ kind }) => kind !== 'edge');
  return {
    settings: joinSettings(
      [...functions.map(settingsOf), ...scripts.flatMap(({ bundles }) => bundles)],
      {
        warmupOff: [...sources.values(), ...others.values()].some((text) => WARMUP_OFF.test(text)),
        bundled: [...manifests.values()].some(namesBundler),
      },
    ),
    findings: [
      ...constructs.flatMap((construct) => checkConstruct(construct, release)),
      ...[...sources].flatMap(([path, text]) => edgeAndStreams(path, text)),
      ...scripts.flatMap(({ findings }) => findings),
    ],
  };
}

function namesBundler(manifest: string): boolean {
  return [...manifest.matchAll(/"([^"]+)"\s*:\s*"/g)].some((match) =>
    BUNDLERS.test(match[1] ?? ''),
  );
}

/** `edgeLambdas` of CloudFront, and function URLs that stream. */
function edgeAndStreams(path: string, text: string): readonly LlrtFinding[] {
  const file = parseFile(path, text);
  const found: LlrtFinding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'edgeLambdas')
      found.push(llrtFinding('llrt-lambda-edge', placeOf(node)));
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'RESPONSE_STREAM')
      found.push(
        llrtFinding('llrt-streaming-lambda', { ...placeOf(node), name: 'The function URL' }),
      );
    ts.forEachChild(node, visit);
  };
  const placeOf = (node: ts.Node): { file: string; line: number; column: number } => ({
    file: path,
    ...positionOf(file, node.getStart(file.ast)),
  });
  visit(file.ast);
  return found;
}
