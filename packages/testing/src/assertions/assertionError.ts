/** The error of a failed assertion of this package. Test runners recognize it by its name and code. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
  readonly code = 'ERR_ASSERTION'
}
