import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Problem } from '../problem.js';
import type { JoseFile } from '../survey.js';

const CODE =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|NOTFOUND|TIMEDOUT|AI_AGAIN|PIPE|HOSTUNREACH|NETUNREACH|ADDRNOTAVAIL|PROTO)|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;
const MENTION = /['"`](?:E[A-Z]{4,}|EAI_AGAIN|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

/** Codes of network errors, where jose 4 or 5 fetches key sets: it throws those of node:https as they are. */
export function networkCodeProblems(
  program: SourceProgram,
  files: readonly JoseFile[],
  major: number,
): Problem[] {
  const fetches = files.some(({ names }) => names.has('createRemoteJWKSet'));
  if (!fetches || major === 6) return [];
  return program.pkg.files.flatMap((path) => {
    const file = MENTION.test(program.pkg.read(path) ?? '') ? program.file(path) : undefined;
    const node = file && findCode(file.ast);
    if (!node) return [];
    const details = { code: node.text, major: String(major) };
    return [{ code: 'jose-network-code', file: path, node, details }];
  });
}

function findCode(node: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isStringLiteralLike(node) && CODE.test(node.text)) return node;
  return ts.forEachChild(node, findCode);
}
