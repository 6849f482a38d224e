/** Lines `[aStart, aEnd)` of the old text become lines `[bStart, bEnd)` of the new one. 0-based. */
export interface LineChange {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** Above this many cells a gap without unique lines is replaced as a whole: time matters more than its shape. */
const MAX_TABLE_CELLS = 4_000_000;

/**
 * Compares two lists of lines: lines that occur once on both sides anchor the comparison
 * (patience), the gaps between are compared by longest common subsequence. Linear in the
 * usual case of few edits in a long file.
 *
 * @example diffLines(['a', 'b'], ['a', 'c']) // [{ aStart: 1, aEnd: 2, bStart: 1, bEnd: 2 }]
 */
export function diffLines(a: readonly string[], b: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  compareRange(a, b, { aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }, changes);
  return mergeTouching(changes);
}

type Lines = readonly string[];

function compareRange(a: Lines, b: Lines, range: LineChange, changes: LineChange[]): void {
  const trimmed = trimEqualEnds(a, b, range);
  const { aStart, aEnd, bStart, bEnd } = trimmed;
  if (aStart === aEnd && bStart === bEnd) return;
  if (aStart === aEnd || bStart === bEnd) {
    changes.push(trimmed);
    return;
  }
  const anchors = uniqueAnchors(a, b, trimmed);
  if (anchors.length === 0) {
    compareByTable(a, b, trimmed, changes);
    return;
  }
  let [aFrom, bFrom] = [aStart, bStart];
  for (const [aLine, bLine] of anchors) {
    compareRange(a, b, { aStart: aFrom, aEnd: aLine, bStart: bFrom, bEnd: bLine }, changes);
    [aFrom, bFrom] = [aLine + 1, bLine + 1];
  }
  compareRange(a, b, { aStart: aFrom, aEnd, bStart: bFrom, bEnd }, changes);
}

function trimEqualEnds(a: Lines, b: Lines, range: LineChange): LineChange {
  let { aStart, aEnd, bStart, bEnd } = range;
  while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
    aStart += 1;
    bStart += 1;
  }
  while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
  }
  return { aStart, aEnd, bStart, bEnd };
}

/** Pairs of lines that occur once on each side, in an order that rises on both. */
function uniqueAnchors(a: Lines, b: Lines, range: LineChange): [number, number][] {
  const inA = uniqueLines(a, range.aStart, range.aEnd);
  const inB = uniqueLines(b, range.bStart, range.bEnd);
  const pairs: [number, number][] = [];
  for (const [line, index] of inA) {
    const other = inB.get(line);
    if (index >= 0 && other !== undefined && other >= 0) pairs.push([index, other]);
  }
  return longestRising(pairs.toSorted((x, y) => x[0] - y[0]));
}

/** Index of each line, -1 when it occurs more than once. */
function uniqueLines(lines: Lines, start: number, end: number): Map<string, number> {
  const indexes = new Map<string, number>();
  for (let i = start; i < end; i += 1) {
    const line = lines[i] ?? '';
    indexes.set(line, indexes.has(line) ? -1 : i);
  }
  return indexes;
}

function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, value], index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  });
  const rising: [number, number][] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair) rising.unshift(pair);
  }
  return rising;
}

/** Longest common subsequence by dynamic programming. */
function compareByTable(a: Lines, b: Lines, range: LineChange, changes: LineChange[]): void {
  const rows = range.aEnd - range.aStart;
  const columns = range.bEnd - range.bStart;
  if (rows * columns > MAX_TABLE_CELLS) {
    changes.push(range);
    return;
  }
  const width = columns + 1;
  const table = new Uint32Array((rows + 1) * width);
  const cell = (row: number, column: number): number => table[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      table[row * width + column] =
        a[range.aStart + row] === b[range.bStart + column]
          ? cell(row + 1, column + 1) + 1
          : Math.max(cell(row + 1, column), cell(row, column + 1));
    }
  }
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    const [aStart, bStart] = [range.aStart + row, range.bStart + column];
    if (row < rows && column < columns && a[aStart] === b[bStart]) {
      row += 1;
      column += 1;
    } else if (
      column >= columns ||
      (row < rows && cell(row + 1, column) >= cell(row, column + 1))
    ) {
      changes.push({ aStart, aEnd: aStart + 1, bStart, bEnd: bStart });
      row += 1;
    } else {
      changes.push({ aStart, aEnd: aStart, bStart, bEnd: bStart + 1 });
      column += 1;
    }
  }
}

function mergeTouching(changes: readonly LineChange[]): LineChange[] {
  const merged: LineChange[] = [];
  for (const change of changes) {
    const last = merged.at(-1);
    if (last && last.aEnd === change.aStart && last.bEnd === change.bStart)
      merged[merged.length - 1] = { ...last, aEnd: change.aEnd, bEnd: change.bEnd };
    else merged.push(change);
  }
  return merged;
}
