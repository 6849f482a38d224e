import { transformOneFile, type OneFileResult } from '../one-file.js';
import { formsTransform } from './index.js';

/** Rewrites the forms of one file; the functions that it then needs are put at its end. */
export function transformFile(path: string, text: string): OneFileResult {
  return transformOneFile(formsTransform('local'), path, text);
}
