import { join } from 'node:path/posix';
import type { Workspace } from '../../transforms/engine/workspace.js';
import {
  checkDeployment,
  DEPLOYMENT_NEEDLES,
  type DeploymentCheck,
} from '../../transforms/llrt-check/deployment/check-deployment.js';
import type { Release } from '../../transforms/llrt/release.js';
import { readBelow } from './bundle-entry.js';

/** Files beside package.json that describe functions, besides sources. */
const TEMPLATES = [
  'serverless.yml',
  'serverless.yaml',
  'serverless.json',
  'template.yml',
  'template.yaml',
  'template.json',
  'samconfig.toml',
];

/** Reads how the functions of a workspace are bundled and deployed, whatever packages are checked. */
export function readDeployment(workspace: Workspace, release: Release): DeploymentCheck {
  const { packages, texts, root } = workspace;
  const files = packages.flatMap((pkg) => pkg.files);
  const sources = new Map(
    texts
      .candidates(files, DEPLOYMENT_NEEDLES)
      .map((path) => [path, texts.read(path)?.text ?? ''] as const),
  );
  const manifests = new Map(
    packages.flatMap(({ dir }) => {
      const path = join(dir, 'package.json');
      const text = readBelow(root, path);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
  return checkDeployment(sources, manifests, templatesOf(workspace), release);
}

/** The texts of SAM templates and of serverless.yml, by path. */
export function templatesOf({ packages, root }: Workspace): ReadonlyMap<string, string> {
  const folders = new Set(['', ...packages.map(({ dir }) => dir)]);
  return new Map(
    [...folders].flatMap((dir) =>
      TEMPLATES.flatMap((name) => {
        const path = join(dir, name);
        const text = readBelow(root, path);
        return text === undefined ? [] : [[path, text] as const];
      }),
    ),
  );
}
