import { fork, type ChildProcess } from 'node:child_process';
import type { FromChild, ToChild } from '../child/messages.js';

/** Bytes of the child's stderr that are kept for messages. */
const TAIL = 2000;
/** Milliseconds a child has to leave by itself. */
const LEAVE_MS = 400;

/** A child process that runs one side. */
export interface SideProcess {
  post(message: ToChild): void;
  /** The next message that `accept` takes, or how the process ended, or undefined after `timeoutMs`. */
  wait(accept: (message: FromChild) => boolean, timeoutMs: number): Promise<Heard>;
  /** Last output on stderr. */
  tail(): string;
  stop(): Promise<void>;
}

/** What came while waiting for a child. */
export type Heard =
  | { readonly kind: 'message'; readonly message: FromChild }
  | { readonly kind: 'exit'; readonly how: string }
  | { readonly kind: 'silence' };

/**
 * Starts a child process. What it prints is kept away from our own output.
 *
 * @param onMessage is given every message, also those nobody waits for
 */
export function startProcess(
  script: string,
  options: {
    readonly cwd: string;
    readonly env: Record<string, string>;
    readonly signal?: AbortSignal;
  },
  onMessage: (message: FromChild) => void,
): SideProcess {
  const child = fork(script, [], {
    cwd: options.cwd,
    env: options.env,
    execArgv: ['--enable-source-maps'],
    killSignal: 'SIGKILL',
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let tail = '';
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-TAIL);
  });
  const messages: FromChild[] = [];
  const wakers = new Set<() => void>();
  const wake = (): void => wakers.forEach((waker) => waker());
  const ended: { how?: string } = {};
  child.on('message', (message: FromChild) => {
    onMessage(message);
    messages.push(message);
    wake();
  });
  child.on('error', (error) => {
    ended.how = error.message;
    wake();
  });
  // 'close' and not 'exit': everything that was sent has been read by then.
  child.on('close', (code, signal) => {
    ended.how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    wake();
  });
  return {
    post: (message) => {
      if (child.connected) child.send(message, () => undefined); // a dead child is seen by `wait`
    },
    wait: (accept, timeoutMs) => waitFor({ messages, ended, wakers, accept, timeoutMs }),
    tail: () => tail.trim(),
    stop: () => stop(child),
  };
}

interface Waiting {
  readonly messages: FromChild[];
  readonly ended: { readonly how?: string };
  readonly wakers: Set<() => void>;
  readonly accept: (message: FromChild) => boolean;
  readonly timeoutMs: number;
}

function waitFor({ messages, ended, wakers, accept, timeoutMs }: Waiting): Promise<Heard> {
  return new Promise((resolve) => {
    const finish = (heard: Heard): void => {
      clearTimeout(timer);
      wakers.delete(look);
      resolve(heard);
    };
    const look = (): void => {
      for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
        if (accept(message)) return finish({ kind: 'message', message });
      }
      if (ended.how !== undefined) finish({ kind: 'exit', how: ended.how });
    };
    const timer = setTimeout(() => finish({ kind: 'silence' }), timeoutMs);
    wakers.add(look);
    look();
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    // Leaving by itself lets the user's setup module clean up what it started.
    if (child.connected) child.disconnect();
  });
}
