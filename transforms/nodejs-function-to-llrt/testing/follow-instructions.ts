/** One step of the instructions of a finding. */
interface Step {
  /** 1-based, the first line that goes; for an addition the line that it stands behind. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'add' | 'replace' | 'delete';
  readonly lines: readonly string[];
}

const STEP =
  /^(?:Below line (\d+), add:|Replace lines? (\d+)(?: to (\d+))? by:|Delete lines? (\d+)(?: to (\d+))?\.)$(?:\n\n```\w+\n([^]*?)\n```$)?/gm;

/** Does to a text what the help of a finding says, step by step, as a person would. */
export function follow(text: string, help: string): string {
  const lines = text.split('\n');
  const steps = [...help.matchAll(STEP)].map(stepOf);
  if (steps.length === 0) throw new Error(`no instructions in: ${help}`);
  for (const { kind, from, to, lines: written } of steps) {
    if (kind === 'add') lines.splice(from, 0, ...written);
    else lines.splice(from - 1, to - from + 1, ...written);
  }
  return lines.join('\n');
}

function stepOf([, below, from, to, first, last, block = '']: RegExpExecArray): Step {
  const lines = block.split('\n');
  if (below !== undefined) return { kind: 'add', from: Number(below), to: Number(below), lines };
  if (from !== undefined)
    return { kind: 'replace', from: Number(from), to: Number(to ?? from), lines };
  return { kind: 'delete', from: Number(first), to: Number(last ?? first), lines: [] };
}
