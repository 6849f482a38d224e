import { buildSetup, sizeOf } from '../bundle.js';
import { REQUESTS, runOnNode, TIMEOUT_MS, type RunSettings, type Version } from '../version.js';
import { bundleForLlrt } from '../../verify/llrt/bundle.js';
import { NO_STUBS, prepareLlrt, type LlrtPreparation } from '../../verify/llrt/open-side.js';
import { runBinary } from './run-binary.js';

/** What is measured on LLRT. */
export interface LlrtBench extends LlrtPreparation {
  /** Absolute path of the setup module. */
  readonly setup: string | undefined;
}

/**
 * The code of the workspace on LLRT itself, or in a process of Node.js that offers what LLRT does.
 *
 * @throws Error with what keeps the function from starting there
 */
export async function llrtVersion(bench: LlrtBench, settings: RunSettings): Promise<Version> {
  const { llrt, side, setup, stubs } = bench;
  const { binary, release, flavour, members } = llrt;
  if (binary !== undefined && stubs.length > 0) throw new Error(NO_STUBS);
  const { root, entry } = side;
  const bundling = { root, entry, facts: release.facts, flavour, members };
  const minified = await bundleForLlrt({ ...bundling, stubs: [], names: [], minify: true });
  const version = {
    name: `after, on LLRT ${release.name}`,
    size: sizeOf(Buffer.from(minified.code)),
  };
  const built = setup === undefined ? undefined : await buildSetup(setup);
  if (binary === undefined) {
    // What stands for LLRT runs a bundle of its own, with other names for globals.
    const { bundle, settings: offered } = await prepareLlrt(bench);
    return { ...version, run: () => runOnNode(bundle.module, built, settings, offered) };
  }
  llrt.onFlavour(minified.flavour);
  const { events, env, signal, handlerName = 'handler' } = settings;
  const limits = { requests: REQUESTS, timeoutMs: TIMEOUT_MS };
  const order = { binary, module: minified.module, handlerName, setup: built, ...limits };
  return { ...version, run: () => runBinary({ ...order, events, env, signal }) };
}
