/** jose 6 looks at the algorithm before the key. */
export function checkKeyKind(_alg: string, _key: unknown): void {}
