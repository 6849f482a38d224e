import { EditSet } from '../../engine/syntax/edits.js';
import { lineEnding, quoteOf, usesSemicolons } from '../../engine/syntax/layout.js';
import type { Decision } from '../decide/decision.js';
import type { ModuleFile } from '../model/facts.js';
import { NameBook } from './name-book.js';

/** Everything the rewrite of one file needs. */
export interface FileRewrite {
  readonly decision: Decision;
  readonly module: ModuleFile;
  readonly edits: EditSet;
  readonly book: NameBook;
  /**
   * What is added once everything else has been replaced or removed: an insertion at the edge of a
   * span that is replaced afterwards would go with it.
   */
  readonly additions: (() => void)[];
  readonly eol: string;
  readonly quote: string;
  /** `;`, or nothing in files that do without. */
  readonly end: string;
}

/** Starts the rewrite of a file. */
export function startRewrite(decision: Decision, module: ModuleFile): FileRewrite {
  const { text, ast } = module.file;
  const book = new NameBook(module.bindings);
  const shape = decision.shapes.get(module.path);
  if (shape && 'names' in shape)
    for (const entry of shape.names) if (typeof entry !== 'string') book.reserve(entry.local);
  return {
    decision,
    module,
    edits: new EditSet(text),
    book,
    additions: [],
    eol: lineEnding(text),
    quote: quoteOf(text),
    end: (endsRequires(text) ?? usesSemicolons(ast)) ? ';' : '',
  };
}

/** Whether requires end with semicolons; they show it also in a file that is one function. */
function endsRequires(text: string): boolean | undefined {
  const ends = [...text.matchAll(/require\([^()]*\)[\w.]*[ \t]*(;?)[ \t]*\r?$/gm)].map(
    ([, end]) => end === ';',
  );
  return ends.length === 0 ? undefined : ends.filter(Boolean).length * 2 >= ends.length;
}
