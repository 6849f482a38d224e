import { countPlannedRoutes, type Plan, type PlanFile } from '../../transforms/engine/plan.js';
import { patchFrom } from '../../transforms/engine/patch.js';
import type { Painter } from '../color.js';
import { count } from '../text.js';

/** A new file of more lines than this is shown by its first lines on a terminal. */
const LONG_FILE = 200;
const SHOWN_LINES = 20;

/**
 * A plan whose patches name files from the top of the git repository around the workspace, as
 * `git apply` reads them wherever it is called.
 *
 * @param prefix folder of the workspace below that top, with a slash at its end; `''` at the top
 */
export function fromTop(plan: Plan, prefix: string): Plan {
  if (prefix === '') return plan;
  const files = plan.files.map((file) => ({
    ...file,
    patch: patchFrom(file.patch, file.path, prefix),
  }));
  return { ...plan, files };
}

/**
 * The patch of a plan, coloured line by line when the painter has colours. Generated files
 * come last: what changes in the user's own files is what there is to look at.
 *
 * @param short for reading on a terminal: `git apply` does not take it when a file was cut
 */
export function renderPatch(plan: Plan, paint: Painter, short = false): string {
  const isNew = (file: PlanFile): boolean => file.beforeHash === null;
  const ordered = [...plan.files.filter((file) => !isNew(file)), ...plan.files.filter(isNew)];
  const shown = ordered.map((file) => (short && isNew(file) ? headOf(file) : file.patch));
  const patch = shown.join('');
  return paint.bold('x') === 'x' ? patch : colourPatch(patch, paint);
}

function headOf({ patch, path }: PlanFile): string {
  const lines = patch.split('\n');
  const start = lines.findIndex((line) => line.startsWith('@@ ')) + 1;
  const added = lines.filter((line, index) => index >= start && line.startsWith('+')).length;
  if (start === 0 || added <= LONG_FILE) return patch;
  const head = lines.slice(0, start + SHOWN_LINES).join('\n');
  return `${head}\n... ${added - SHOWN_LINES} more lines of the new file ${path}; \`llrt-migrate diff > FILE\` has all\n`;
}

/** Changed files with added and removed lines, and a sum. */
export function renderStat(plan: Plan): string[] {
  const rows = plan.files.map((file) => ({ path: file.path, ...linesOf(file) }));
  const width = Math.max(0, ...rows.map((row) => row.path.length));
  const sum = (key: 'added' | 'removed'): number => rows.reduce((all, row) => all + row[key], 0);
  const routes = migratedRoutes(plan);
  return [
    ...rows.map((row) => ` ${row.path.padEnd(width)} | +${row.added} -${row.removed}`),
    ` ${count(rows.length, 'file')} changed, +${sum('added')} -${sum('removed')}${routes}`,
  ];
}

/** `, 2 routes migrated`; empty when there are none. */
export function migratedRoutes(plan: Plan): string {
  const routes = countPlannedRoutes(plan);
  return routes > 0 ? `, ${count(routes, 'route')} migrated` : '';
}

function linesOf(file: PlanFile): { added: number; removed: number } {
  const lines = hunkLines(file.patch);
  return {
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}

function hunkLines(patch: string): string[] {
  const start = patch.indexOf('\n@@ ');
  return start < 0 ? [] : patch.slice(start + 1).split('\n');
}

function colourPatch(patch: string, paint: Painter): string {
  let header = true;
  return patch
    .split('\n')
    .map((line) => {
      if (line.startsWith('diff --git ')) header = true;
      else if (line.startsWith('@@ ')) header = false;
      if (line.startsWith('@@ ')) return paint.cyan(line);
      if (header) return paint.bold(line);
      if (line.startsWith('+')) return paint.green(line);
      return line.startsWith('-') ? paint.red(line) : line;
    })
    .join('\n');
}
