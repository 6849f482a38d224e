import type { SourceProgram } from '../../engine/syntax/program.js';
import type { Selection } from '../../engine/transform.js';
import { mappedProblems } from '../checks/mapped.js';
import { ownership } from '../ownership.js';
import type { Problem } from '../problem.js';
import { surveyJose } from '../survey.js';
import { joseVersion } from '../version.js';
import { withHonoJwt } from './rewrite.js';

/** What `--jwt hono` changes in a package before the module takes the place of jose. */
export interface HonoJwtOutcome {
  readonly writes: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Uses `hono/jwt` directly where it is certain that it does the same as jose. */
export function honoJwtOutcome(program: SourceProgram, selection: Selection): HonoJwtOutcome {
  const files = surveyJose(program);
  const [first] = files;
  if (!first) return { writes: new Map(), problems: [] };
  const version = honoVersion(program);
  if (version !== undefined) {
    const node = first.sites[0]?.site.node;
    const place = { file: first.file.path, ...(node && { node }) };
    return {
      writes: new Map(),
      problems: [{ code: 'jose-hono-version', ...place, details: { version } }],
    };
  }
  const isMocked = files.some(({ sites }) =>
    sites.some(({ site }) => site.form === 'mock' || site.form === 'actual'),
  );
  const isKnown = joseVersion(program.pkg).kind === 'known';
  if (isMocked || !isKnown || mappedProblems(program).length > 0)
    return { writes: new Map(), problems: [] };
  const isOwned = ownership(program, selection);
  const writes = new Map<string, string>();
  for (const jose of files.filter(isOwned)) {
    const text = withHonoJwt(program, jose);
    if (text !== undefined) writes.set(jose.file.path, text);
  }
  const problems = [...writes.keys()].map((file) => ({ code: 'jose-hono-jwt' as const, file }));
  return { writes, problems };
}

/** The version of hono where it is missing or too old; undefined where it will do. */
function honoVersion({ pkg }: SourceProgram): string | undefined {
  if (pkg.manifest.dependencies?.['hono'] === undefined) return 'not in package.json';
  const version = pkg.installedVersion('hono') ?? pkg.manifest.dependencies['hono'];
  const [major = 0, minor = 0, patch = 0] = (version.match(/\d+/g) ?? []).map(Number);
  const isNew = major > 4 || (major === 4 && (minor > 11 || (minor === 11 && patch >= 4)));
  return isNew ? undefined : version;
}
