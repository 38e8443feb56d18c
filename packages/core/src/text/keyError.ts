import { repr } from './repr.js'

/** Python's KeyError: its text is the repr of the missing key. */
export class KeyError extends RangeError {
  override readonly name: string = 'KeyError'

  /** @param key the key that is missing */
  constructor(readonly key: unknown) {
    super(repr(key))
  }
}
