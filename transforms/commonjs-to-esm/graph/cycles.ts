/**
 * The groups of nodes that reach each other: those with more than one member, and those that
 * lead to themselves (Tarjan).
 *
 * @example findCycles(['a', 'b'], (node) => (node === 'a' ? ['b'] : ['a'])) // [['b', 'a']]
 */
export function findCycles(
  nodes: Iterable<string>,
  next: (node: string) => readonly string[],
): string[][] {
  const order = new Map<string, { index: number; low: number }>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];
  const visit = (node: string): { index: number; low: number } => {
    const mark = { index: order.size, low: order.size };
    order.set(node, mark);
    stack.push(node);
    onStack.add(node);
    for (const other of next(node)) {
      const seen = order.get(other);
      if (!seen) mark.low = Math.min(mark.low, visit(other).low);
      else if (onStack.has(other)) mark.low = Math.min(mark.low, seen.index);
    }
    if (mark.low === mark.index) {
      const members = stack.splice(stack.indexOf(node));
      for (const member of members) onStack.delete(member);
      if (members.length > 1 || next(node).includes(node)) cycles.push(members);
    }
    return mark;
  };
  for (const node of nodes) if (!order.has(node)) visit(node);
  return cycles;
}
