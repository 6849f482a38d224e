import { countPlannedRoutes, type Plan, type PlanFile } from '../../transforms/engine/plan.js';
import type { Painter } from '../color.js';
import { count } from '../text.js';

/** The patch of a plan, coloured line by line when the painter has colours. */
export function renderPatch(plan: Plan, paint: Painter): string {
  const patch = plan.files.map((file) => file.patch).join('');
  return paint.bold('x') === 'x' ? patch : colourPatch(patch, paint);
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
