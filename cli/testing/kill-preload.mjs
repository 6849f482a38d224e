// Loaded before the command line in tests: kills the process at the n-th call that writes,
// half-way through it where it writes bytes. With FAIL_AT the system refuses that call and
// all that follow, as a full disk does. Without either it counts the calls.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(process.env.KILL_AT ?? 0);
const failAt = Number(process.env.FAIL_AT ?? 0);
let calls = 0;

function refuse(name) {
  const error = new Error(`ENOSPC: no space left on device, ${name}`);
  return Object.assign(error, { code: 'ENOSPC', errno: -28, syscall: name });
}

for (const name of [
  'fchmodSync',
  'fchownSync',
  'fsyncSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
]) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (name === 'openSync' && args[1] === 'r') return original(...args);
    calls += 1;
    if (failAt > 0 && calls >= failAt && !/^(?:rm|unlink)/.test(name)) throw refuse(name);
    if (calls !== at) return original(...args);
    if (name === 'writeSync') original(args[0], args[1], args[2], Math.floor(args[3] / 2));
    process.kill(process.pid, 'SIGKILL');
    throw new Error('still alive');
  };
}
syncBuiltinESMExports();

if (at === 0 && failAt === 0) process.on('exit', () => fs.writeSync(2, `\nwrites: ${calls}\n`));
