const ALGORITHM = /^(RS|PS|ES|HS)(256|384|512)$|^none$/;

/** Options of `sign` about keys. */
const KEY_OPTIONS: readonly string[] = ['allowInsecureKeySizes', 'allowInvalidAsymmetricKeyTypes'];

export { ALGORITHM, KEY_OPTIONS };
