import type { Dependency } from '../graph/dependency.js';
import { FACTORIES, INITIALIZERS } from './known-calls.js';
import { EffectLog, NO_EFFECTS, type Effects } from './effects.js';

/** What another package does when it is loaded, and when its functions are called for their effect. */
export interface PackageEffects {
  readonly load: Effects;
  readonly call: Effects;
}

/** What is read of a package at most, in files and in characters. */
const MAX_FILES = 200;
const MAX_TEXT = 1_500_000;

const held = new Map<string, PackageEffects>();

/**
 * What a package may do, told from its text: patterns are enough, because only whether it
 * touches the environment, globals or the output matters.
 */
export function packageEffects({ name, installed }: Dependency): PackageEffects {
  if (INITIALIZERS.has(name)) return initializer();
  if (!installed) return { load: ENV_READER, call: FACTORIES.has(name) ? NO_EFFECTS : ENV_READER };
  const key = `${name} ${String(installed.manifest['version'])}`;
  const known = held.get(key);
  if (known) return known;
  const load = new EffectLog();
  const call = new EffectLog();
  let size = 0;
  for (const path of installed.scripts().slice(0, MAX_FILES)) {
    const text = installed.read(path) ?? '';
    size += text.length;
    if (size > MAX_TEXT) break;
    readText(text, load, call);
  }
  const found = { load, call: FACTORIES.has(name) ? NO_EFFECTS : call };
  held.set(key, found);
  return found;
}

/** Below this size the functions of a package are looked at as well: they may run when it is loaded. */
const SMALL = 20_000;

/** Whether loading a package is seen by nobody. */
export function isSilent(dependency: Dependency): boolean {
  const { load, call } = packageEffects(dependency);
  if (load.writes.size > 0) return false;
  const { installed } = dependency;
  const size =
    installed?.scripts().reduce((sum, path) => sum + (installed.read(path)?.length ?? 0), 0) ?? 0;
  return size > SMALL || FACTORIES.has(dependency.name) || call.writes.size === 0;
}

const ENV_READER: Effects = { reads: new Set(['env', 'built-ins']), writes: new Set() };

function initializer(): PackageEffects {
  const effects = { reads: new Set(['env', 'io']), writes: new Set(['env', 'global', 'process']) };
  return { load: effects, call: effects };
}

function readText(text: string, load: EffectLog, call: EffectLog): void {
  if (/\bprocess\s*\.\s*env\b/.test(text)) {
    load.reads.add('env');
    call.reads.add('env');
  }
  if (/\b(?:global|globalThis)\s*[.[]/.test(text)) {
    load.reads.add('global');
    call.reads.add('global');
  }
  if (ENV_WRITE.test(text)) call.writes.add('env');
  if (GLOBAL_WRITE.test(text)) call.writes.add('global');
  if (BUILT_IN_WRITE.test(text)) call.writes.add('built-ins');
  if (OUTPUT.test(text)) call.writes.add('output');
  for (const [resource, pattern] of TOP_LEVEL) if (pattern.test(text)) load.writes.add(resource);
  load.reads.add('built-ins');
}

const ENV_WRITE =
  /\bprocess\.env(?:\.\w+|\[[^\]]+\])\s*=(?!=)|Object\.assign\(\s*process\.env|[=(,]\s*process\.env\s*[;,)\r\n|]/;
const GLOBAL_WRITE = /\b(?:global|globalThis)(?:\.\w+|\[[^\]]+\])\s*=(?!=)/;
const BUILT_IN_WRITE =
  /\b(?:Array|String|Object|Function|Promise|Number|Date|RegExp|Error)\.prototype(?:\.\w+|\[[^\]]+\])\s*=(?!=)/;
const OUTPUT = /\bconsole\.\w+\(|\bprocess\.std(?:out|err)\.write\(/;

/** Statements at the start of a line are those that run when the file is loaded, nearly always. */
const TOP_LEVEL: readonly (readonly [string, RegExp])[] = [
  ['output', /^(?:console\.\w+\(|process\.std(?:out|err)\.write\()/m],
  ['env', /^(?:process\.env(?:\.\w+|\[[^\]]+\])\s*=(?!=)|Object\.assign\(\s*process\.env)/m],
  ['global', /^(?:global|globalThis)\s*[.[]/m],
  [
    'built-ins',
    /^(?:Array|String|Object|Function|Promise|Number|Date|RegExp|Error)\.prototype\S*\s*=(?!=)/m,
  ],
];
