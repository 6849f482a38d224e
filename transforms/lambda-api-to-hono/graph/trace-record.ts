import type { ts } from '../../engine/syntax/typescript.js';
import type { ApiGraph, ApiInstance, ApiUse, Escape, Holder } from './model.js';

type Framework = 'lambda-api' | 'hono';

/** An API instance on its way through the code, with the prefix that registrations get there. */
export interface Carrier {
  readonly instance: ApiInstance;
  readonly framework: Framework;
  readonly mount: readonly string[];
}

/** What is found while instances are followed. */
export class TraceRecord {
  private readonly uses = new Map<ts.Node, ApiUse>();
  private readonly holders = new Map<ts.Identifier, Holder>();
  private readonly escapes: Escape[] = [];
  private readonly visited = new Set<string>();
  private readonly ids = new Map<ts.Node, number>();
  private order = 0;

  /** All that was found. */
  graph(instances: readonly ApiInstance[]): ApiGraph {
    return {
      instances,
      uses: [...this.uses.values()],
      holders: [...this.holders.values()],
      escapes: this.escapes,
    };
  }

  /** A variable or parameter that holds an API. */
  hold(holder: Holder): void {
    this.holders.set(holder.name, holder);
  }

  /** A call on an API; one that is reached under several prefixes has them all. */
  use(
    file: string,
    method: string,
    call: ts.CallExpression,
    receiver: ts.Expression,
    args: readonly ts.Expression[],
    carrier: Carrier,
  ): void {
    const known = this.uses.get(call);
    const mounts = [...(known?.mounts ?? []), carrier.mount];
    const order = known?.order ?? ++this.order;
    const { instance, framework } = carrier;
    this.uses.set(call, { instance, framework, file, method, call, receiver, args, mounts, order });
  }

  /** Where an API goes out of sight: under a prefix when `below` is given. */
  escape(
    file: string,
    node: ts.Node,
    carrier: Carrier,
    reason: string,
    below?: readonly string[],
  ): void {
    const { instance } = carrier;
    this.escapes.push({ instance, file, node, reason, ...(below && { below }) });
  }

  /** Whether a node is reached with this carrier for the first time. */
  firstVisit(node: ts.Node, carrier: Carrier, extra = ''): boolean {
    let id = this.ids.get(node);
    if (id === undefined) this.ids.set(node, (id = this.ids.size));
    const key = `${id} ${carrier.framework} /${carrier.mount.join('/')} ${extra}`;
    if (this.visited.has(key)) return false;
    this.visited.add(key);
    return true;
  }
}
