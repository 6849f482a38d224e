import type { Finding } from '../engine/finding.js';
import { positionOf } from '../engine/syntax/parse.js';
import { SourceProgram } from '../engine/syntax/program.js';
import { oneFileView, type OneFileResult } from '../one-file.js';
import { joseFinding, type JoseFindingCode } from './findings.js';
import { surveyTokens, type TokenFile } from './jsonwebtoken/survey.js';
import { surveyJose, type JoseFile } from './survey.js';

/**
 * Says where the whole package has to be seen: the module that takes the place of jose or jsonwebtoken is a file
 * of its own, for all that use it, and jscodeshift writes one file at a time. The text stays.
 */
export function transformFile(path: string, text: string): OneFileResult {
  const program = new SourceProgram(oneFileView(path, text));
  const tell = (code: JoseFindingCode, { file, sites }: JoseFile | TokenFile): Finding => {
    const node = sites[0]?.site.node;
    const place = node ? positionOf(file, node.getStart(file.ast)) : { line: 1, column: 1 };
    return joseFinding(code, { file: path, ...place });
  };
  const findings = [
    ...surveyJose(program).map((one) => tell('jose-one-file-only', one)),
    ...surveyTokens(program).map((one) => tell('jsonwebtoken-one-file-only', one)),
  ];
  return { text: undefined, findings };
}
