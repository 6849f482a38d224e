/** One replacement of a span of a file; an insertion has `start === end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Replacements collected for one file and applied once. A replacement made around
 * earlier ones takes their place, so that inner nodes can be rewritten first and their
 * text moved with `textOf`.
 */
export class EditSet {
  private edits: Edit[] = [];

  constructor(private readonly source: string) {}

  get isEmpty(): boolean {
    return this.edits.length === 0;
  }

  /** Replaces a span. @throws Error when the span cuts through an earlier replacement. */
  replace(start: number, end: number, text: string): void {
    const kept = this.edits.filter(
      (edit) => !(edit.start >= start && edit.end <= end && start < end),
    );
    const crossing = kept.find((edit) => edit.start < end && edit.end > start);
    if (crossing)
      throw new Error(`edits overlap at ${start}-${end} and ${crossing.start}-${crossing.end}`);
    kept.push({ start, end, text });
    this.edits = kept;
  }

  /** Whether something is replaced or inserted in a span or at its edges. */
  touches(start: number, end: number): boolean {
    return this.edits.some((edit) => edit.start <= end && edit.end >= start);
  }

  /** Whether a span lies inside of text that has been replaced already. */
  isReplaced(start: number, end: number): boolean {
    return this.edits.some(
      (edit) => edit.start < edit.end && edit.start <= start && edit.end >= end,
    );
  }

  /** Whether a span lies inside of a larger one that has been replaced. */
  isSwallowed(start: number, end: number): boolean {
    return this.edits.some(
      (edit) => edit.start <= start && edit.end >= end && (edit.start < start || edit.end > end),
    );
  }

  insert(at: number, text: string): void {
    this.edits.push({ start: at, end: at, text });
  }

  /** Inserts ahead of everything else that is inserted at the same place. */
  insertFirst(at: number, text: string): void {
    this.edits.unshift({ start: at, end: at, text });
  }

  remove(start: number, end: number): void {
    this.replace(start, end, '');
  }

  /** Text of a span with the replacements inside it applied. */
  textOf(start: number, end: number): string {
    let text = '';
    let at = start;
    for (const edit of this.within(start, end)) {
      text += this.source.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return text + this.source.slice(at, end);
  }

  /** The whole file after all replacements. */
  apply(): string {
    return this.textOf(0, this.source.length);
  }

  /** Takes over the replacements of another set for the same file, all of them as they are. */
  merge(other: EditSet): void {
    for (const edit of other.edits) {
      const isFree = this.edits.every((held) => held.start >= edit.end || held.end <= edit.start);
      if (!isFree && edit.start < edit.end)
        throw new Error(`edits overlap at ${edit.start}-${edit.end}`);
      this.edits.push(edit);
    }
  }

  private within(start: number, end: number): Edit[] {
    return this.edits
      .map((edit, index) => ({ edit, index }))
      .filter(({ edit }) => edit.start >= start && edit.end <= end)
      .toSorted(
        (a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index,
      )
      .map(({ edit }) => edit);
  }
}
