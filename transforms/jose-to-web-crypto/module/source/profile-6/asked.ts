/** Whether an option asks for a check. */
export function isAsked<Value>(option: Value | undefined): option is Value {
  return option !== undefined;
}
