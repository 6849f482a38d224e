import { posix } from 'node:path';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import type { Problem } from '../problem.js';
import { otherMentions } from '../sites/other-mentions.js';
import { mentionsJose } from '../sites/specifiers.js';
import { memberOf } from './json-members.js';
import { settingOf } from './leftovers.js';

/** Whatever keeps jose in package.json though no source imports it any more. */
export function keptProblems(program: SourceProgram): Problem[] {
  const { pkg } = program;
  const problems: Problem[] = [];
  const manifest = posix.join(pkg.dir, 'package.json');
  const peer = peerOf(pkg);
  if (peer !== undefined) problems.push(kept(manifest, undefined, `\`${peer}\` asks for it`, KEEP));
  for (const path of pkg.candidates) {
    const text = pkg.read(path) ?? '';
    if (!/\bjose\b(?!-)/.test(text)) continue;
    const file = program.file(path);
    if (!file) problems.push(kept(path, undefined, 'this file does not parse', MEND));
    if (!mentionsJose(text)) continue;
    const node = file && findListed(file.ast);
    if (node)
      problems.push(kept(path, node, '`nodeModules` installs it beside the function', TAKE_OUT));
    const mention =
      file && otherMentions(file).find((one) => one !== node && settingOf(one) === '');
    if (file && (mention || namesOtherwise(file.text)))
      problems.push(kept(path, mention, 'it may be loaded or named in another way here', LOADED));
  }
  return problems;
}

const KEEP = 'Nothing has to be done: npm installs it for the other package.';
const TAKE_OUT = 'Take it out of `nodeModules`, and remove it from package.json.';

const MEND = 'Correct the syntax error, and run the command again.';
const LOADED =
  "Import it where it is used by `import ... from 'jose'`, or `import('jose')`, and run the command again. Where the name means something else, remove jose from package.json by hand.";

/** A loader with a name of its own or a computed specifier, or a tag of JSDoc that is not followed. */
function namesOtherwise(text: string): boolean {
  return (
    /\bcreateRequire\b|\b(?:import|require)\s*\(\s*[^\s'"`)]/.test(text) ||
    /@import\s+(?:\*\s*as\s+\w+|\w+)\s+from\s*['"]jose|@import[^@]*?['"]jose\/(?:errors|base64url)['"]/.test(
      text,
    )
  );
}

function kept(file: string, node: ts.Node | undefined, place: string, fix: string): Problem {
  return { code: 'jose-kept', file, ...(node && { node }), details: { place, fix } };
}

function peerOf(pkg: PackageView): string | undefined {
  const { dependencies, devDependencies } = pkg.manifest;
  return Object.keys({ ...dependencies, ...devDependencies }).find(
    (name) => memberOf(pkg.installed(name)?.manifest['peerDependencies'], 'jose') !== undefined,
  );
}

/** `nodeModules: ['jose']` of the bundling of a CDK function. */
function findListed(ast: ts.SourceFile): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (
      ts.isStringLiteralLike(node) &&
      node.text === 'jose' &&
      ts.isArrayLiteralExpression(node.parent) &&
      ts.isPropertyAssignment(node.parent.parent) &&
      node.parent.parent.name.getText() === 'nodeModules'
    )
      found = node;
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}
