import { llrtFinding, type LlrtFinding } from '../llrt/rules.js';
import type { Bundle, BundleProblem } from './bundle/input.js';

const STRICT = /strict mode|"esm" output format|with statements?|octal/i;

/** What the bundler could not read, as findings; packages that are optional are left out. */
export function problemFindings({ problems }: Bundle): readonly LlrtFinding[] {
  return problems.map((problem) =>
    STRICT.test(problem.message) ? sloppy(problem) : unreadable(problem),
  );
}

function sloppy({ message, ...place }: BundleProblem): LlrtFinding {
  const name = message.replace(/ (?:cannot|is not|are not) .*$/s, '').replace(/[.:]$/, '');
  return llrtFinding('llrt-cjs-sloppy', { ...place, name });
}

function unreadable({ message, ...place }: BundleProblem): LlrtFinding {
  return llrtFinding('llrt-syntax-error', { ...place, reason: message.replace(/[.]$/, '') });
}
