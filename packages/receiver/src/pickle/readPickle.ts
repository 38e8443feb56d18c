import type { PickleLimits } from './limits.js'
import { PickleMachine } from './pickleMachine.js'
import { plainValue } from './plainValue.js'
import { UnpicklingError } from './unpicklingError.js'

/**
 * Reads a pickle of protocol 1, as CPython's SocketHandler and DatagramHandler write it. Reads it as data: None, booleans,
 * numbers, texts, lists, tuples and dicts. Calls, imports and constructs nothing: it refuses the opcodes that do, and all others that
 * protocol 1 does not write for such values.
 *
 * Memory: what the limits allow, whatever lengths and numbers the pickle claims.
 *
 * @returns null, a boolean, a string, a number (a bigint for an integer beyond 2^53), an array, an object without a prototype, or a
 *   Map for a dict with other keys than texts
 * @throws UnpicklingError, and no other error, for anything else
 */
export function readPickle(bytes: Uint8Array, limits: PickleLimits): unknown {
  if (bytes.length > limits.maxBytes) throw new UnpicklingError(`it is longer than ${limits.maxBytes} bytes`)
  return plainValue(new PickleMachine(bytes, limits.maxValues).run(), limits)
}
