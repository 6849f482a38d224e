import { join } from 'node:path';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  esModuleInterop: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ['node'],
};

/** Source files that both programs share, by path. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/**
 * Type-checks files strictly, all in one program.
 *
 * @param root folder above all files, with node_modules in it
 * @returns what the compiler says about each file, by path; files without complaints have an empty list
 */
export function typeCheck(root: string, files: readonly string[]): Map<string, readonly string[]> {
  const options = { ...OPTIONS, typeRoots: [join(root, 'node_modules/@types')] };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (path, ...rest) => {
    if (!path.includes('node_modules')) return read(path, ...rest);
    if (!parsed.has(path)) parsed.set(path, read(path, ...rest));
    return parsed.get(path);
  };
  const program = ts.createProgram(files, options, host);
  return new Map(
    files.map((path) => {
      const source = program.getSourceFile(path);
      const found = source
        ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
        : [];
      return [path, source ? found.map(describe) : ['the compiler does not read it']];
    }),
  );
}

function describe({ file, start = 0, code, messageText }: ts.Diagnostic): string {
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `${line}: TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}
