import type { Finding, Severity } from './finding.js';

/**
 * What the product says about one kind of finding. Catalogues are the single source:
 * findings are built from them, `docs/findings.md` is generated from them and
 * `llrt-migrate explain CODE` prints them.
 *
 * The texts are Markdown. `{name}` stands for a detail given where the finding is made.
 */
export interface CatalogueEntry {
  /** Stable identifier in kebab case, for example `handler-unresolved`. */
  readonly code: string;
  readonly severity: Severity;
  /** What was found, one sentence without a full stop. */
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Where a finding is, and the details that fill the `{name}` places of its texts. */
export interface FindingPlace {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly [detail: string]: string | number;
}

/**
 * Makes the function that builds findings from a catalogue.
 *
 * @example
 * const finding = findingsFrom([{ code: 'odd', severity: 'info', title: '{name} is odd', why: '…', remedy: '…' }]);
 * finding('odd', { file: 'src/a.js', line: 1, column: 1, name: 'x' }).message; // 'x is odd: …'
 * @throws Error when a text names a detail that the place does not have: a defect of the caller.
 */
export function findingsFrom<const E extends CatalogueEntry>(
  entries: readonly E[],
): (code: E['code'], place: FindingPlace) => Finding {
  const byCode = new Map<string, CatalogueEntry>(entries.map((entry) => [entry.code, entry]));
  return (code, place) => {
    const entry = byCode.get(code);
    if (!entry) throw new Error(`No catalogue entry has the code ${code}.`);
    return {
      code,
      severity: entry.severity,
      message: `${fill(entry.title, entry, place)}: ${fill(entry.why, entry, place)}`,
      file: place.file,
      line: place.line,
      column: place.column,
      help: fill(entry.remedy, entry, place),
      docs: `docs/findings.md#${code}`,
    };
  };
}

/** The title as documentation shows it: details in capitals, `{name}` becomes NAME. */
export function titleOf(entry: CatalogueEntry): string {
  return namePlaces(entry.title);
}

/** The Markdown section of one entry, as it stands in `docs/findings.md`. */
export function sectionOf(entry: CatalogueEntry): string {
  return [
    `## ${entry.code}`,
    `**${entry.severity}**: ${titleOf(entry)}.`,
    `**Why it matters.** ${asSentence(namePlaces(entry.why))}`,
    `**What to do.** ${asSentence(namePlaces(entry.remedy))}`,
  ].join('\n\n');
}

function fill(text: string, entry: CatalogueEntry, place: FindingPlace): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = place[name];
    if (value === undefined) throw new Error(`Finding ${entry.code} was made without "${name}".`);
    return String(value);
  });
}

/** The name of the framework keeps its small letter, also where a sentence begins with it. */
function asSentence(text: string): string {
  const first = text.slice(0, 1);
  const start = text.startsWith('lambda-api') ? first : first.toUpperCase();
  return start + text.slice(1) + (/[.!?`]$/.test(text) ? '' : '.');
}

function namePlaces(text: string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) =>
    name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(),
  );
}
