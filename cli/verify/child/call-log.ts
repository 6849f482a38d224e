import { SETUP_CALL } from '../recorded-call.js';

/** A span that has no end yet is still open. */
export interface CallSpan {
  readonly started: number;
  finished?: number;
}

/** Numbers the calls and notes when they begin and end. */
export class CallLog {
  underWay = 0;
  #time = 0;
  #nextId = 1;
  #spans = new Map<string, CallSpan>();
  /** Calls before `begin` are those of the setup module: they are not compared. */
  #setup = true;

  get setup(): boolean {
    return this.#setup;
  }

  begin(): void {
    this.#spans = new Map();
    this.#setup = false;
  }

  spans(): readonly (readonly [string, CallSpan])[] {
    return [...this.#spans];
  }

  /** Returns the id of the call and what to call when its answer begins. */
  start(): { readonly id: string; readonly answered: () => void } {
    const id = this.#setup ? SETUP_CALL : String(this.#nextId++);
    const span: CallSpan = { started: ++this.#time };
    this.#spans.set(id, span);
    const answered = (): void => {
      span.finished ??= ++this.#time;
    };
    return { id, answered };
  }
}
