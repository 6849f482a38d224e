import { positionOf, type ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Severity } from '../../engine/finding.js';
import { isBuiltin } from '../../llrt/compat.js';
import { compareReleases, parseRelease, type Release } from '../../llrt/release.js';
import { applies, llrtFinding, type LlrtFinding, type RuleCode } from '../../llrt/rules.js';
import { BINARY_TYPES } from '../../llrt/sdk.js';
import type { Construct } from './constructs.js';
import { propertyOf, stringsAt, textAt, valueAt } from './literals.js';
import type { BundleSettings } from './settings.js';

/** A construct with the file that it is in. */
export interface PlacedConstruct extends Construct {
  readonly file: ParsedFile;
}

/** What a construct says about its bundle. */
export function settingsOf({ kind, props }: Construct): BundleSettings {
  const options = optionsOf(kind, props);
  const flavour = BINARY_TYPES[textAt(props, 'llrtBinaryType').split('.').at(-1) ?? ''];
  const conditions = [
    ...stringsAt(options, 'conditions'),
    textAt(options, 'esbuildArgs', '--conditions'),
  ];
  const target = textAt(options, 'target') || textAt(options, 'esbuildArgs', '--target');
  return {
    ...(kind === 'llrt' ? { flavour: flavour ?? 'std' } : {}),
    browserBuilds: conditions.some((text) => text.includes('browser')) || isBrowser(options),
    keepsSyntax: /esnext/i.test(target),
  };
}

function optionsOf(
  kind: Construct['kind'],
  props: ts.Expression | undefined,
): ts.Expression | undefined {
  return kind === 'esbuild' ? props : valueAt(props, 'bundling');
}

function isBrowser(options: ts.Expression | undefined): boolean {
  return [textAt(options, 'platform'), textAt(options, 'esbuildArgs', '--platform')].includes(
    'browser',
  );
}

/** What there is to say about a construct. */
export function checkConstruct(
  construct: PlacedConstruct,
  release: Release,
): readonly LlrtFinding[] {
  const { kind, node, props } = construct;
  const options = optionsOf(kind, props);
  const say = (
    code: RuleCode,
    at: ts.Node | undefined,
    details: Readonly<Record<string, string>> = {},
    severity?: Severity,
  ): readonly LlrtFinding[] =>
    applies(code, release)
      ? [llrtFinding(code, { ...details, ...placeIn(construct.file, at ?? node) }, severity)]
      : [];
  if (kind === 'edge') return say('llrt-lambda-edge', node);
  return [
    ...banner(options).flatMap((at) => say('llrt-create-require-banner', at)),
    ...platform(options).flatMap(({ code, at }) => say(code, at)),
    ...leftOut(options).flatMap(({ name, at }) =>
      say('llrt-node-modules-layer', at, { name }, kind === 'llrt' ? 'error' : 'warning'),
    ),
    ...(kind === 'llrt' ? ofLlrtFunction(props, release, say) : []),
  ];
}

type Say = (
  code: RuleCode,
  at: ts.Node | undefined,
  details?: Readonly<Record<string, string>>,
  severity?: Severity,
) => readonly LlrtFinding[];

function ofLlrtFunction(
  props: ts.Expression | undefined,
  release: Release,
  say: Say,
): readonly LlrtFinding[] {
  const bundling = valueAt(props, 'bundling');
  const external = propertyOf(bundling, 'externalModules');
  const format = propertyOf(bundling, 'format');
  const sourceMap = propertyOf(bundling, 'sourceMap');
  const layers = propertyOf(props, 'layers');
  return [
    ...version(props, release, say),
    ...(external ? say('llrt-external-modules', external) : []),
    ...(format && /CJS$/i.test(format.initializer.getText())
      ? say('llrt-bundle-format', format)
      : []),
    ...(sourceMap?.initializer.kind === ts.SyntaxKind.TrueKeyword
      ? say('llrt-source-map', sourceMap)
      : []),
    ...(layers
      ? say('llrt-node-modules-layer', layers, { name: 'What the layers hold' }, 'warning')
      : []),
  ];
}

function version(
  props: ts.Expression | undefined,
  release: Release,
  say: Say,
): readonly LlrtFinding[] {
  const property = propertyOf(props, 'llrtVersion');
  const text = textAt(props, 'llrtVersion');
  // A path or a layer brings the binary: its release is not written here.
  if (!property && propertyOf(props, 'llrtBinaryPath')) return [];
  if (!property || text === 'latest') return say('llrt-version-unpinned', property);
  if (!/^v?\d+\.\d+\.\d+(?:-beta)?$/.test(text)) return [];
  const pinned = parseRelease(text).name;
  return compareReleases(pinned, release.name) === 0
    ? []
    : say('llrt-version-differs', property, { pinned, release: release.name });
}

function banner(options: ts.Expression | undefined): readonly ts.Node[] {
  const property = propertyOf(options, 'banner');
  return property && textWith(property.initializer).includes('createRequire') ? [property] : [];
}

/** The text of a value with the names in it followed. */
function textWith(node: ts.Expression): string {
  const value = valueAt(node);
  if (value && ts.isObjectLiteralExpression(value))
    return value.properties
      .map((property) =>
        ts.isPropertyAssignment(property) ? textWith(property.initializer) : property.getText(),
      )
      .join();
  return value ? value.getText() : '';
}

function platform(
  options: ts.Expression | undefined,
): readonly { code: RuleCode; at: ts.Node | undefined }[] {
  if (!isBrowser(options)) return [];
  const at = propertyOf(options, 'platform') ?? propertyOf(options, 'esbuildArgs');
  const external = [
    ...stringsAt(options, 'external'),
    ...stringsAt(options, 'externalModules'),
    textAt(options, 'esbuildArgs'),
  ];
  const keeps = external.some((text) => text.includes('node:*'));
  return [{ code: keeps ? 'llrt-hono-aws-lambda-import' : 'llrt-bundle-platform', at }];
}

/** Packages of npm that a bundle leaves out, other than what LLRT brings. */
function leftOut(
  options: ts.Expression | undefined,
): readonly { name: string; at: ts.Node | undefined }[] {
  const at = propertyOf(options, 'externalModules') ?? propertyOf(options, 'external');
  return [...stringsAt(options, 'externalModules'), ...stringsAt(options, 'external')]
    .filter((name) => isFromNpm(name))
    .map((name) => ({ name, at }));
}

/** Whether a name that is left out of a bundle is a package that LLRT does not bring. */
export function isFromNpm(name: string): boolean {
  return !/^(?:@aws-sdk|@smithy|@aws-crypto|node:|llrt:|\.|\/|\*)/.test(name) && !isBuiltin(name);
}

function placeIn(file: ParsedFile, node: ts.Node): { file: string; line: number; column: number } {
  return { file: file.path, ...positionOf(file, node.getStart(file.ast)) };
}
