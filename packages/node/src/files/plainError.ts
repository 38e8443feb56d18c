/** Returns an error without a stack, which would show only the inside of this library. */
export function plainError(message: string, code: string): Error {
  return Object.assign(new Error(message), { code, stack: '' })
}
