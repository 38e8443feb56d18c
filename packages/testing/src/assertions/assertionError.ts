/** What an assertion of this package fails with. Test runners know it by its name and code. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
  readonly code = 'ERR_ASSERTION'
}
