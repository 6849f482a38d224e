import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { shortText, type Problem } from '../problem.js';
import { usesOfName, type JoseFile } from '../survey.js';
import { takesBytes } from './byte-uses.js';
import { isNodeCrypto, nodeCryptoName } from './node-crypto.js';
import { passedOn, usesOfResult, type ResultShape } from './result-uses.js';

/** A function whose result was another kind of object with jose 4 or 5. */
interface Result {
  readonly name: string;
  readonly majors: readonly number[];
  readonly shape: ResultShape;
}

/** Where jose gave a Buffer (measured with 4.15.9, 5.10.0 and 6.2.18). */
const BUFFERS: readonly Result[] = [
  { name: 'compactVerify', majors: [4], shape: { promise: true, member: 'payload' } },
  { name: 'base64url', majors: [4], shape: { promise: false, method: 'decode' } },
];

/** Where jose 4 and 5 gave a KeyObject. */
const KEYS: readonly Result[] = [
  ...['importSPKI', 'importPKCS8', 'importX509', 'importJWK', 'generateSecret'].map((name) => ({
    name,
    majors: [4, 5],
    shape: { promise: true },
  })),
  { name: 'generateKeyPair', majors: [4, 5], shape: { promise: true, member: 'publicKey' } },
  { name: 'generateKeyPair', majors: [4, 5], shape: { promise: true, member: 'privateKey' } },
];

/** Results of which the code uses what only a Buffer or a KeyObject has. */
export function resultProblems(program: SourceProgram, jose: JoseFile, major: number): Problem[] {
  return [...bufferProblems(program, jose, major), ...keyProblems(program, jose, major)];
}

function bufferProblems(program: SourceProgram, jose: JoseFile, major: number): Problem[] {
  const bindings = program.bindings(jose.file.path);
  return BUFFERS.filter(({ majors }) => majors.includes(major)).flatMap(({ name, shape }) =>
    usesOfName(jose, name)
      .flatMap((use) => [
        ...usesOfResult(bindings, use, shape).filter((one) => !takesBytes(one, jose, bindings)),
        ...passedOn(bindings, use, shape),
      ])
      .map((use) => ({
        code: 'jose-buffer-result',
        file: jose.file.path,
        node: use,
        details: { name, code: shortText(use.parent), major: String(major) },
      })),
  );
}

function keyProblems(program: SourceProgram, jose: JoseFile, major: number): Problem[] {
  const bindings = program.bindings(jose.file.path);
  const usesCrypto = isNodeCrypto(jose.file.text);
  const isKeyObject = (use: ts.Node): boolean => {
    const { parent } = use;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === use)
      return parent.name.text !== 'type';
    if (ts.isBinaryExpression(parent))
      return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword && parent.left === use;
    if (!usesCrypto || !ts.isCallExpression(parent) || parent.expression === use) return false;
    const { expression } = parent;
    if (nodeCryptoName(bindings, expression) !== undefined) return true;
    return /\bcreate(?:Sign|Verify|Hmac)\b/.test(expression.getText());
  };
  return KEYS.filter(({ majors }) => majors.includes(major)).flatMap(({ name, shape }) =>
    usesOfName(jose, name)
      .flatMap((use) => usesOfResult(bindings, use, shape))
      .filter(isKeyObject)
      .map((use) => ({
        code: 'jose-key-leaves',
        file: jose.file.path,
        node: use,
        details: { code: shortText(use.parent) },
      })),
  );
}
