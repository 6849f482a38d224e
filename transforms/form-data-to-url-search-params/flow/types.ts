import type { SourceProgram } from '../../engine/syntax/program.js';
import { moduleText } from '../../engine/syntax/modules.js';
import { ts } from '../../engine/syntax/typescript.js';
import { fileOf } from '../functions.js';
import { shortText } from '../problem.js';
import type { Carried } from './carried.js';
import type { FormFlow } from './form-flow.js';

/** Types that a URLSearchParams has as well as a FormData. */
const COMMON_TYPE = /\b(?:any|unknown|object|URLSearchParams|Iterable|const)\b/;

/**
 * Looks at a type that is written for what is held: `FormData` becomes `URLSearchParams`,
 * and a type that speaks of files tells that files are read.
 *
 * @returns whether the type is to be changed
 */
export function seeType(flow: FormFlow, type: ts.TypeNode, carried: Carried): boolean {
  if (carried.kind !== 'form') {
    if (speaksOfFiles(flow.program, type))
      flow.report('form-file-read', type, { name: shortText(type) });
    return false;
  }
  const names = formDataNames(flow.program, type);
  for (const name of names) flow.typeNames.add(name);
  if (names.length === 0 && !COMMON_TYPE.test(type.getText()))
    flow.report('form-type', type, { name: shortText(type) });
  return names.length > 0;
}

/** The places where a type says `FormData` and means the global one. */
function formDataNames(program: SourceProgram, type: ts.TypeNode): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      const name = node.typeName;
      const isGlobal = !program.bindings(fileOf(node)).lookup(name.text, node);
      if (name.text === 'FormData' && isGlobal) found.push(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(type);
  return found;
}

const TEXT_OR_FILE =
  /\b(?:string|FormDataEntryValue)\b\s*\|\s*(?:File|Blob)\b|\b(?:File|Blob)\s*\|\s*string\b/g;

/** Whether a type can only be met by a form with a file in it; `string | File` can be met without one. */
function speaksOfFiles(program: SourceProgram, type: ts.TypeNode): boolean {
  const texts = [type, ...declaredTypes(program, type)].map((node) => node.getText());
  return texts.some((text) => /\b(?:File|Blob)\b/.test(text.replaceAll(TEXT_OR_FILE, '')));
}

/** Declarations of the types that a type names, in the same file or imported. */
function declaredTypes(program: SourceProgram, type: ts.TypeNode): ts.Node[] {
  const file = fileOf(type);
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName))
      found.push(...declarationsOf(program, file, node.typeName.text));
    ts.forEachChild(node, visit);
  };
  visit(type);
  return found;
}

function declarationsOf(program: SourceProgram, file: string, name: string): ts.Node[] {
  const statements = program.file(file)?.ast.statements ?? [];
  return statements.flatMap((statement): ts.Node[] => {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      return statement.name.text === name ? [statement] : [];
    if (!ts.isImportDeclaration(statement)) return [];
    const bindings = statement.importClause?.namedBindings;
    const imported =
      bindings && ts.isNamedImports(bindings)
        ? bindings.elements.find((element) => element.name.text === name)
        : undefined;
    const specifier = moduleText(statement.moduleSpecifier);
    const target =
      imported && specifier !== undefined ? program.resolve(file, specifier) : undefined;
    return target !== undefined && imported
      ? declarationsOf(program, target, (imported.propertyName ?? imported.name).text)
      : [];
  });
}
