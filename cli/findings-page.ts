import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/** One finding as `docs/findings.md` documents it. */
export interface FindingSection {
  readonly code: string;
  /** What was found, with its severity in front. */
  readonly title: string;
  /** The section in Markdown. */
  readonly text: string;
}

/** The sections of `docs/findings.md`, in the order of the page. */
export function readSections(): readonly FindingSection[] {
  const page = readFileSync(join(packageRoot(), 'docs', 'findings.md'), 'utf8');
  return page
    .split(/^(?=## )/m)
    .slice(1)
    .map((text) => {
      const [heading = '', , summary = ''] = text.split('\n');
      return {
        code: heading.slice('## '.length),
        title: summary.replaceAll('**', ''),
        text: text.trimEnd(),
      };
    });
}
