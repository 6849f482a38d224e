/** Rejections that nobody handled, as they come. */
export interface Uncaught {
  /** Messages since the last call. */
  take(): readonly string[];
  /** Gives the process its own listeners back. */
  stop(): void;
}

/** Collects unhandled rejections in place of the listeners that the process has, which would fail the run. */
export function collectUncaught(): Uncaught {
  const others = process.listeners('unhandledRejection');
  const messages: string[] = [];
  const listen = (reason: unknown): void => {
    messages.push(reason instanceof Error ? reason.message : String(reason));
  };
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', listen);
  return {
    take: () => messages.splice(0),
    stop() {
      process.removeListener('unhandledRejection', listen);
      for (const other of others) process.on('unhandledRejection', other);
    },
  };
}
