import { profileOf, type LlrtProfile } from '../../../transforms/llrt/profile.js';
import { ruleOf, type RuleCode } from '../../../transforms/llrt/rules.js';
import type { LlrtSettings } from '../child/messages.js';
import { restrictedNames } from '../child/llrt/names.js';
import { buildEntry } from '../entry/build-entry.js';
import { startRunner, type Runner, type RunnerOptions } from '../runner.js';
import type { Side } from '../types.js';
import { startBinary } from './binary/binary-runner.js';
import { bundleForLlrt, type LlrtBundle } from './bundle.js';
import { ownCopies } from './own-copies.js';
import { locateRefusal, refusedImports } from './refusals.js';
import type { LlrtRuntime } from './runtime.js';
import { askSecondEngine } from './second-opinion.js';

/** What is the same for both runtimes. */
type Common = Omit<RunnerOptions, 'module' | 'setup' | 'llrt'>;

/** What is bundled for which LLRT. */
export interface LlrtPreparation {
  readonly side: Pick<Side, 'root' | 'entry'>;
  readonly llrt: LlrtRuntime;
  readonly stubs: readonly string[];
  readonly onStubsUsed: ((names: readonly string[]) => void) | undefined;
}

/** How a side is opened. */
export interface LlrtOpening extends LlrtPreparation {
  readonly side: Side;
  readonly common: Common;
  /** Absolute path of the setup module. */
  readonly setup: string | undefined;
}

/** A bundle, and what a process that stands for LLRT needs to know; nothing for LLRT itself. */
export interface PreparedLlrt {
  readonly bundle: LlrtBundle;
  readonly settings: LlrtSettings | undefined;
}

/** Why a run on LLRT itself is refused where the setup module has stubs. */
export const NO_STUBS =
  'the stubs of --setup cannot be given to LLRT itself: leave --llrt-binary out';

/** Embedded clients whose import alone hangs, with the rule that tells of it. */
const HANGING: readonly (readonly [client: string, code: RuleCode])[] = [
  ['@aws-sdk/client-iam', 'llrt-sdk-iam-hang'],
  ['@aws-sdk/client-sfn', 'llrt-sdk-sfn-hang'],
];

/**
 * Bundles an entry for LLRT and starts a process that offers what the release does.
 *
 * @throws Error with what keeps the function from starting
 */
export async function openLlrtSide(opening: LlrtOpening): Promise<Runner> {
  const { side, llrt, common, setup } = opening;
  const { bundle, settings } = await prepareLlrt(opening);
  if (setup !== undefined) llrt.onOwnCopies(await ownCopies(side.root, setup, bundle.sources));
  if (llrt.binary !== undefined) return openBinary(opening, bundle, llrt.binary);
  const module = setup === undefined ? {} : { setup: (await buildEntry(setup)).module };
  return startRunner(side, {
    ...common,
    ...module,
    module: bundle.module,
    ...(settings && {
      llrt: {
        settings,
        onLacking: (seen) => seen.forEach((one) => llrt.onRefusal(locateRefusal(one, bundle))),
      },
    }),
  });
}

/**
 * Bundles an entry for LLRT, and looks for what keeps it from starting there.
 *
 * @throws Error with what keeps the function from starting
 */
export async function prepareLlrt(preparation: LlrtPreparation): Promise<PreparedLlrt> {
  const { side, llrt, stubs, onStubsUsed } = preparation;
  // LLRT itself has its own globals.
  const names =
    llrt.binary === undefined ? restrictedNames(profileOf(llrt.release, 'none').globals) : [];
  const { release, flavour, members } = llrt;
  const { root, entry } = side;
  const bundling = { root, entry, facts: release.facts, flavour, members, stubs, names };
  const bundle = await bundleForLlrt(bundling);
  onStubsUsed?.(bundle.usedStubs);
  llrt.onFlavour(bundle.flavour);
  if (llrt.binary !== undefined) return { bundle, settings: undefined };
  const profile = profileOf(release, bundle.flavour);
  refuseImports(bundle, profile, preparation);
  await checkSyntax(bundle, preparation);
  refuseHangs(bundle, profile, preparation);
  return { bundle, settings: { profile, names } };
}

async function openBinary(
  { side, common, setup, stubs }: LlrtOpening,
  bundle: LlrtBundle,
  binary: string,
): Promise<Runner> {
  if (stubs.length > 0) throw new Error(NO_STUBS);
  return startBinary({
    ...common,
    binary,
    bundle: bundle.module,
    handlerName: side.handlerName ?? 'handler',
    setup: setup === undefined ? undefined : (await buildEntry(setup)).module,
  });
}

/** Told here, with the place in the sources; it is the process that fails. */
function refuseImports(
  bundle: LlrtBundle,
  profile: LlrtProfile,
  { side, llrt }: LlrtPreparation,
): void {
  refusedImports(bundle, profile, side.root).forEach(llrt.onRefusal);
}

async function checkSyntax(bundle: LlrtBundle, { llrt }: LlrtPreparation): Promise<void> {
  const opinion = await askSecondEngine(bundle.code);
  if (opinion.kind === 'not-installed') llrt.onNoSecondOpinion();
  if (opinion.kind !== 'refused') return;
  const { why, line, column } = opinion;
  const place = bundle.placeOf(line, column);
  const where = place === undefined ? '' : ` (${place.file}:${place.line})`;
  const code = 'llrt-syntax-error';
  if (place) llrt.onRefusal({ code, what: why, ...place, times: 1 });
  throw new Error(`the engine of LLRT cannot read the code: ${why}${where}`);
}

/** What a process of Node.js cannot show: the import of a client that never comes to an end. */
function refuseHangs(
  bundle: LlrtBundle,
  profile: LlrtProfile,
  { llrt, side }: LlrtPreparation,
): void {
  for (const [client, code] of HANGING) {
    const found = bundle.outside.find(({ specifier }) => specifier === client);
    if (!found || !profile.rules.includes(code)) continue;
    const file = found.importers[0] ?? side.entry;
    llrt.onRefusal({ code, what: `import of ${client}`, file, line: 1, column: 1, times: 1 });
    throw new Error(`init hangs: ${ruleOf(code).why} (import of ${client}, ${code})`);
  }
}
