import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Problem } from '../problem.js';
import type { JoseFile } from '../survey.js';

/** Algorithms and curves that Web Crypto does not have on Node.js 20 or on LLRT. */
const MISSING = /^(?:ES256K|secp256k1|Ed448|X448|ML-DSA-(?:44|65|87))$/;
const MENTION = /['"`](?:ES256K|secp256k1|Ed448|X448|ML-DSA-(?:44|65|87))['"`]/;

/** Names of algorithms in the code that cannot be offered, with the files that have them. */
export function algorithmProblems(program: SourceProgram): Problem[] {
  const files = program.pkg.files.filter((path) => MENTION.test(program.pkg.read(path) ?? ''));
  return files.flatMap((path) => {
    const file = program.file(path);
    const node = file && findMention(file.ast);
    return node
      ? [{ code: 'jose-algorithm', file: path, node, details: { algorithm: node.text } }]
      : [];
  });
}

function findMention(ast: ts.SourceFile): ts.StringLiteralLike | undefined {
  let found: ts.StringLiteralLike | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isStringLiteralLike(node) && MISSING.test(node.text)) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

/** Options of jose that the module does not take. */
export function optionProblems({ file, names }: JoseFile): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (isNamed(node, 'b64') && ts.isPropertyAssignment(node))
      if (node.initializer.kind === ts.SyntaxKind.FalseKeyword) problems.push(option(node, B64));
    if (names.has('createRemoteJWKSet') && isNamed(node, 'agent'))
      problems.push(option(node, AGENT));
    ts.forEachChild(node, visit);
  };
  const option = (node: ts.Node, details: Problem['details'] & {}): Problem => ({
    code: 'jose-option',
    file: file.path,
    node,
    details,
  });
  visit(file.ast);
  return problems;
}

const B64 = {
  option: 'b64: false',
  reason: 'a payload that is not encoded (RFC 7797) is not part of the compact form',
  fix: 'Encode the payload where both sides can be changed; otherwise keep jose 6 for this file.',
};

const AGENT = {
  option: 'agent',
  reason: 'key sets are loaded with `fetch`, which takes no agent of node:https',
  fix: 'Leave the option out where it only keeps connections open. For a proxy or a certificate of your own, keep the function that uses it on Node.js.',
};

function isNamed(node: ts.Node, name: string): boolean {
  return (
    (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
    ts.isIdentifier(node.name) &&
    node.name.text === name
  );
}
