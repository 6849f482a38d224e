import { describe, expect, it } from 'vitest';
import { formatPatch } from '../../transforms/engine/patch.js';
import type { Plan } from '../../transforms/engine/plan.js';
import { painter } from '../color.js';
import { renderPatch } from './diff.js';

const long = Array.from({ length: 201 }, (_, index) => `line ${index}\n`).join('');
const changed = formatPatch({ path: 'z.js', before: 'a\n', after: 'b\n' });
const added = formatPatch({ path: 'a.js', before: null, after: long });
const plan: Plan = {
  schemaVersion: 1,
  packages: [],
  routes: [],
  findings: [],
  files: [
    { path: 'a.js', beforeHash: null, afterHash: '1', patch: added },
    { path: 'z.js', beforeHash: '1', afterHash: '2', patch: changed },
  ],
};

describe('renderPatch', () => {
  it('prints new files last, and all of them', () => {
    expect(renderPatch(plan, painter(false))).toBe(changed + added);
  });

  it('shows the first lines of a long new file on a terminal, and says how many are left', () => {
    const lines = renderPatch(plan, painter(false), true).slice(changed.length).split('\n');
    expect(lines.slice(-4)).toEqual([
      '+line 18',
      '+line 19',
      '... 181 more lines of the new file a.js; `llrt-migrate diff > FILE` has all',
      '',
    ]);
    const short = formatPatch({ path: 'a.js', before: null, after: long.replace('line 0\n', '') });
    const [first, second] = plan.files;
    if (!first || !second) throw new Error('no files');
    const files = [{ ...first, patch: short }, second];
    expect(renderPatch({ ...plan, files }, painter(false), true)).toBe(changed + short);
  });
});
