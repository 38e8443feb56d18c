/** Returns an error whose text is all there is to say: a stack would show the inside of this library. */
export function plainError(message: string, code: string): Error {
  return Object.assign(new Error(message), { code, stack: '' })
}
