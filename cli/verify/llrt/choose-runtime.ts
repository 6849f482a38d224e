import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../../transforms/engine/failure.js';
import type { Workspace } from '../../../transforms/engine/workspace.js';
import { NEWEST, parseRelease, type Release } from '../../../transforms/llrt/release.js';
import { SDK_FLAVOURS, type SdkFlavour } from '../../../transforms/llrt/sdk.js';
import { readDeployment } from '../../check/read-deployment.js';
import type { CommandContext } from '../../command.js';
import { mergeRefusals, type Refusal } from './refusals.js';
import type { LlrtRuntime, RuntimeReport } from './runtime.js';

/** What the command line asks for. */
export interface RuntimeChoice {
  readonly release: Release;
  readonly flavour: SdkFlavour | undefined;
  readonly binary: string | undefined;
}

/**
 * Reads `--runtime`, `--sdk` and `--llrt-binary`.
 *
 * @param llrt release that the options or the configuration name
 * @returns undefined for Node.js
 * @throws Failure `runtime-unknown`, `llrt-unknown`, `option-invalid`
 */
export function readRuntime(
  { options, global }: CommandContext,
  llrt = NEWEST,
): RuntimeChoice | undefined {
  const runtime = options.text('runtime') ?? 'node';
  if (runtime === 'node') {
    const given = ['llrt', 'sdk', 'llrt-binary'].find((name) => options.text(name) !== undefined);
    if (given === undefined) return undefined;
    throw new Failure('option-invalid', `--${given} is for --runtime llrt. Give that as well.`);
  }
  if (runtime !== 'llrt') {
    throw new Failure(
      'runtime-unknown',
      `--runtime ${runtime}: there is no such runtime. Use node or llrt.`,
    );
  }
  const binary = options.text('llrt-binary');
  return {
    release: parseRelease(llrt),
    flavour: readFlavour(options.text('sdk')),
    binary: binary === undefined ? undefined : existing(resolve(global.cwd, binary), binary),
  };
}

/** Reads `--sdk`. @throws Failure `option-invalid` */
export function readFlavour(text: string | undefined): SdkFlavour | undefined {
  if (text === undefined) return undefined;
  const flavour = SDK_FLAVOURS.find((known) => known === text);
  if (flavour) return flavour;
  throw new Failure(
    'option-invalid',
    `--sdk ${text}: there is no such binary of LLRT. Give one of ${SDK_FLAVOURS.join(', ')}.`,
  );
}

/** A runtime, and what it was told when everything has run. */
export interface ChosenRuntime {
  readonly llrt: LlrtRuntime;
  report(): RuntimeReport;
}

/** Makes the runtime for a workspace: the binary of LLRT is the one that its CDK code deploys. */
export function makeRuntime(
  { release, flavour, binary }: RuntimeChoice,
  workspace: Workspace,
  context: CommandContext,
): ChosenRuntime {
  const wanted = flavour ?? readDeployment(workspace, release).settings.flavour;
  const refusals: Refusal[] = [];
  const flavours = new Set<SdkFlavour>();
  let isAlone = false;
  const llrt: LlrtRuntime = {
    release,
    flavour: wanted,
    ...(binary === undefined ? {} : { binary }),
    members: new Map(workspace.packages.map(({ name, dir }) => [name, dir])),
    onRefusal: (refusal) => void refusals.push(refusal),
    onFlavour: (one) => void flavours.add(one),
    onOwnCopies: (sources) => {
      if (sources.length > 0) context.talk(ownCopiesText(sources));
    },
    onNoSecondOpinion: () => {
      if (!isAlone && context.global.verbose) context.talk(NO_ENGINE);
      isAlone = true;
    },
  };
  const report = (): RuntimeReport => ({
    name: 'llrt',
    llrt: release.name,
    sdk: wanted ?? (flavours.has('full') ? 'full' : 'std'),
    engine: binary === undefined ? 'profile' : 'binary',
    lacking: mergeRefusals(refusals),
  });
  return { llrt, report };
}

/** Told because the difference that follows is none of LLRT. */
function ownCopiesText(sources: readonly string[]): string {
  return `The setup module imports ${sources.join(', ')}. For LLRT the code is bundled and has copies of its own: what the setup module puts into them is not there, and answers may differ for that alone. Let it export stubs for them, or give what is needed through the environment or a server.`;
}

const NO_ENGINE =
  'The syntax was not read by the engine of LLRT, which is not installed: npm i -D quickjs-emscripten-core @jitl/quickjs-ng-wasmfile-release-sync';

function existing(path: string, given: string): string {
  if (existsSync(path)) return path;
  throw new Failure(
    'option-invalid',
    `--llrt-binary ${given}: there is no file ${path}. Name the binary llrt, or leave the option out to run what stands for it.`,
  );
}
