import type { QuickJSContext, QuickJSSyncVariant } from 'quickjs-emscripten-core';
import { parseFile } from '../../../transforms/engine/syntax/parse.js';
import { ts } from '../../../transforms/engine/syntax/typescript.js';

/** What the engine says of a bundle: nothing, or why it cannot read it and where. */
export type SecondOpinion =
  | { readonly kind: 'readable' }
  | { readonly kind: 'not-installed' }
  | {
      readonly kind: 'refused';
      readonly why: string;
      readonly line: number;
      readonly column: number;
    };

/**
 * Asks QuickJS-NG, the engine of LLRT, whether it can read a module. The code is compiled and not
 * run. The engine comes from optional packages; its release (0.12)
 * is one after that of LLRT 0.8.1.
 *
 * @param code an ES module
 */
export async function askSecondEngine(code: string): Promise<SecondOpinion> {
  const engine = await loadEngine();
  if (engine === undefined) return { kind: 'not-installed' };
  const runtime = engine.newRuntime();
  // Only the text is of interest: every import finds an empty module.
  runtime.setModuleLoader(() => 'export default undefined;');
  const context = runtime.newContext();
  try {
    const result = context.evalCode(code, BUNDLE, { type: 'module', compileOnly: true });
    if (!result.error) {
      result.value.dispose();
      return { kind: 'readable' };
    }
    const {
      name,
      message,
      stack = '',
    }: Partial<Record<string, string>> = context.dump(result.error);
    result.error.dispose();
    if (name !== 'SyntaxError') return { kind: 'readable' }; // it was read, and failed to link
    const place = placeIn(stack, code) ?? unreadableRegExp(code, context) ?? { line: 1, column: 1 };
    return { kind: 'refused', why: `${name}: ${message}`, ...place };
  } finally {
    context.dispose();
    runtime.dispose();
  }
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** The engine names the line: the column is that of its first character. */
function placeIn(stack: string, code: string): Place | undefined {
  const [, line] = new RegExp(`${BUNDLE}:(\\d+)`).exec(stack) ?? [];
  if (line === undefined) return undefined;
  const text = code.split('\n')[Number(line) - 1] ?? '';
  return { line: Number(line), column: Math.max(0, text.search(/\S/)) + 1 };
}

/** The engine does not say where a regular expression is that it cannot read. */
function unreadableRegExp(code: string, context: QuickJSContext): Place | undefined {
  const { ast } = parseFile(BUNDLE, code);
  const find = (node: ts.Node): ts.Node | undefined => {
    if (ts.isRegularExpressionLiteral(node))
      return isReadable(node.text, context) ? undefined : node;
    return ts.forEachChild(node, find);
  };
  const found = find(ast);
  if (!found) return undefined;
  const { line, character } = ast.getLineAndCharacterOfPosition(found.getStart(ast));
  return { line: line + 1, column: character + 1 };
}

function isReadable(literal: string, context: QuickJSContext): boolean {
  const result = context.evalCode(`${literal};`, BUNDLE, { compileOnly: true });
  result.dispose();
  return !result.error;
}

const BUNDLE = 'bundle.mjs';

async function loadEngine() {
  try {
    const { newQuickJSWASMModuleFromVariant } = await import('quickjs-emscripten-core');
    const { default: variant } = await import('@jitl/quickjs-ng-wasmfile-release-sync');
    return await newQuickJSWASMModuleFromVariant(variant as unknown as QuickJSSyncVariant);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return undefined;
    throw error;
  }
}
