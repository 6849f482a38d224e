import { positionOf } from '../engine/syntax/parse.js';
import { SourceProgram } from '../engine/syntax/program.js';
import { oneFileView, type OneFileResult } from '../one-file.js';
import { joseFinding } from './findings.js';
import { surveyJose } from './survey.js';

/**
 * Says where the whole package has to be seen: the module that takes the place of jose is a file
 * of its own, for all that use it, and jscodeshift writes one file at a time. The text stays.
 */
export function transformFile(path: string, text: string): OneFileResult {
  const program = new SourceProgram(oneFileView(path, text));
  const findings = surveyJose(program).map(({ file, sites }) => {
    const node = sites[0]?.site.node;
    const place = node ? positionOf(file, node.getStart(file.ast)) : { line: 1, column: 1 };
    return joseFinding('jose-one-file-only', { file: path, ...place });
  });
  return { text: undefined, findings };
}
