import { join } from 'node:path/posix';
import type { Workspace } from '../../transforms/engine/workspace.js';
import type { Release } from '../../transforms/llrt/release.js';
import {
  applies,
  llrtFinding,
  type LlrtFinding,
  type RuleCode,
} from '../../transforms/llrt/rules.js';

const OF_RELEASE: readonly RuleCode[] = ['llrt-console-multiline'];

/** What there is to say about the release itself. */
export function releaseFindings(release: Release, { packages }: Workspace): readonly LlrtFinding[] {
  const file = join(packages[0]?.dir ?? '', 'package.json');
  const place = { file, line: 1, column: 1, release: release.name, facts: release.facts };
  const isOlder = release.facts !== release.name && !/^0\.[89]\.0$/.test(release.name);
  return [
    ...(isOlder ? [llrtFinding('llrt-release-without-facts', place)] : []),
    ...OF_RELEASE.filter((code) => applies(code, release)).map((code) => llrtFinding(code, place)),
  ];
}
