import type { Finding } from '../../transforms/engine/finding.js';
import type { Painter } from '../color.js';
import { wrap, wrapBlocks } from '../text.js';

const COLOR = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** Findings as lines for people: severity, place, message, what to do, where it is explained. */
export function renderFindings(
  findings: readonly Finding[],
  paint: Painter,
  indent = '',
): string[] {
  return findings.flatMap((finding) => [
    `${indent}${paint[COLOR[finding.severity]](finding.severity)} ${finding.file}:${finding.line}:${finding.column} ${paint.dim(finding.code)}`,
    ...wrap(finding.message, 80, `${indent}  `),
    ...wrapBlocks(finding.help, 80, `${indent}  `),
  ]);
}
