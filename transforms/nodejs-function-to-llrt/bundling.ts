import { propertyText, unwrap } from '../engine/syntax/evaluate.js';
import { quoteOf } from '../engine/syntax/layout.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import { constantText } from '../lambda-api-to-hono/graph/constants.js';
import { fileOf, type Problem } from './problem.js';
import { valueOf } from './props.js';

/** What becomes of the options in one object literal. */
export interface Cleaning {
  readonly gone: ReadonlySet<ts.ObjectLiteralElementLike>;
  readonly added: readonly string[];
  readonly problems: readonly Problem[];
}

/** Options of a function that go, and why. */
const FUNCTION_OPTIONS: Readonly<Record<string, string>> = {
  runtime: 'LlrtFunction always runs on `provided.al2023`',
};

/** Bundling options that go, and why. */
const BUNDLING_OPTIONS: Readonly<Record<string, string>> = {
  bundleAwsSDK:
    'LLRT brings the AWS SDK, and bundling it as well makes the function larger and slower',
  externalModules:
    'it would replace the list of SDK packages that the construct keeps out of the bundle',
  sourceMap: 'LLRT does not read source maps',
  sourceMapMode: 'LLRT does not read source maps',
  sourcesContent: 'LLRT does not read source maps',
};

/** Options with which a function may behave in another way on LLRT, and what is said about them. */
const NOTED = { layers: 'cdk-layers', nodeModules: 'cdk-node-modules' } as const;

/** Options that Lambda has for runtimes of its own alone. */
const MANAGED_ONLY: ReadonlySet<string> = new Set(['durableConfig', 'snapStart']);

/** Looks at the options of a function itself. */
export function cleanFunction(literal: ts.ObjectLiteralExpression): Cleaning {
  return clean(literal, FUNCTION_OPTIONS, (name, property) => {
    const value = valueOf(property);
    if (value && ts.isIdentifier(value) && value.text === 'undefined') return [];
    if (name === 'layers') return [{ code: NOTED.layers, node: property }];
    if (name === 'adotInstrumentation') return [{ code: 'cdk-instrumentation', node: property }];
    if (MANAGED_ONLY.has(name))
      return [{ code: 'cdk-managed-runtime', node: property, details: { name } }];
    if (name === 'code') return [{ code: 'cdk-code-prebuilt', node: property }];
    if (name !== 'memorySize' || !value || !ts.isNumericLiteral(value)) return [];
    const isLarge = Number(value.text) >= LARGE_MEMORY;
    return isLarge ? [{ code: 'cdk-memory', node: property, details: { size: value.text } }] : [];
  });
}

/** In MB. Functions with less were made small on purpose. */
const LARGE_MEMORY = 512;

/** Looks at the `bundling` of a function. */
export function cleanBundling(
  program: SourceProgram,
  literal: ts.ObjectLiteralExpression,
): Cleaning {
  const kept = otherModules(program, literal);
  const cleaning = clean(literal, BUNDLING_OPTIONS, (name, property) =>
    name === 'nodeModules' ? [{ code: NOTED.nodeModules, node: property }] : [],
  );
  const gone = new Set(cleaning.gone);
  const problems = [...cleaning.problems];
  for (const property of literal.properties) {
    const name = property.name && propertyText(property.name);
    const value = valueOf(property);
    if (name === 'banner' && value) {
      if (definesRequireOnly(value)) {
        gone.add(property);
        problems.push(dropped(property, 'banner', '`require` is a global on LLRT'));
      } else problems.push({ code: 'cdk-banner-kept', node: property });
    }
    if (name === 'esbuildArgs' && value) problems.push(...bannerArguments(value));
    if (name === 'target' && value && /^['"`]node/.test(value.getText())) {
      gone.add(property);
      problems.push(dropped(property, 'target', 'LLRT is no Node.js: the construct sets `es2022`'));
    }
  }
  for (const { name, node } of kept)
    problems.push({ code: 'cdk-external-kept', node, details: { name: `\`${name}\`` } });
  const quote = quoteOf(literal.getSourceFile().text);
  const args = kept.map(({ name }) => `${quote}--external:${name}${quote}: true`);
  const added = args.length > 0 ? [`esbuildArgs: { ${args.join(', ')} }`] : [];
  return { gone, added, problems };
}

/** `esbuildArgs: { '--banner:js': … }`. */
function bannerArguments(value: ts.Expression): readonly Problem[] {
  const list = unwrap(value);
  if (!ts.isObjectLiteralExpression(list)) return [];
  return list.properties
    .filter(({ name }) => name && propertyText(name)?.startsWith('--banner'))
    .map((node) => ({ code: 'cdk-banner-kept', node }));
}

function clean(
  literal: ts.ObjectLiteralExpression,
  options: Readonly<Record<string, string>>,
  note: (name: string, property: ts.ObjectLiteralElementLike) => readonly Problem[],
): Cleaning {
  const gone = new Set<ts.ObjectLiteralElementLike>();
  const problems: Problem[] = [];
  for (const property of literal.properties) {
    const name = property.name && propertyText(property.name);
    if (name === undefined) continue;
    const reason = Object.hasOwn(options, name) ? options[name] : undefined;
    if (reason !== undefined) {
      gone.add(property);
      problems.push(dropped(property, name, reason));
    }
    problems.push(...note(name, property));
  }
  return { gone, added: [], problems };
}

function dropped(node: ts.Node, name: string, reason: string): Problem {
  return { code: 'cdk-option-dropped', node, details: { name, reason } };
}

/** `import { createRequire } from 'module'; const require = createRequire(import.meta.url);` and nothing more. */
function definesRequireOnly(value: ts.Expression): boolean {
  const text = value.getText().replace(/^['"`]|['"`]$/g, '');
  const rest = text
    .replace(/import\s*(?:\w+|\{[^}]*\})\s*from\s*\\?['"](?:node:)?module\\?['"];?/g, '')
    .replace(
      /(?:const|var|let)\s+require\s*=[^;]*?createRequire\w*\(\s*import\.meta\.url\s*\);?/g,
      '',
    );
  return text.includes('createRequire') && /^(?:\s|\\n|;)*$/.test(rest);
}

/** Modules in `externalModules` that are not part of the AWS SDK. */
function otherModules(
  program: SourceProgram,
  literal: ts.ObjectLiteralExpression,
): { readonly name: string; readonly node: ts.Node }[] {
  const property = literal.properties.find(
    (one) => one.name && propertyText(one.name) === 'externalModules',
  );
  const value = property && valueOf(property);
  const list = value && unwrap(value);
  if (!list || !ts.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((node) => {
    const name = constantText(program, fileOf(node), node);
    return name === undefined || SDK_MODULE.test(name) ? [] : [{ name, node }];
  });
}

const SDK_MODULE = /^(?:aws-sdk|@aws-sdk|@smithy|@aws-crypto|\*)(?:\/|$)|^node:/;

/** Whether the list of modules is written out, so that none of them gets lost. */
export function hasKnownExternals(
  program: SourceProgram,
  literal: ts.ObjectLiteralExpression,
): boolean {
  const names = literal.properties.map((one) => one.name && propertyText(one.name));
  const property = literal.properties[names.indexOf('externalModules')];
  const value = property && valueOf(property);
  if (!value) return true;
  const list = unwrap(value);
  if (!ts.isArrayLiteralExpression(list)) return false;
  const texts = list.elements.map((node) => constantText(program, fileOf(node), node));
  const others = texts.filter((text) => text !== undefined && !SDK_MODULE.test(text));
  return (
    texts.every((text) => text !== undefined) &&
    !(others.length > 0 && names.includes('esbuildArgs'))
  );
}
