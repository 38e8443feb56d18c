import { checkOption } from '@treeline/core/internal'

/**
 * Checks an identifier.
 *
 * @throws TypeError, RangeError for a text that cannot stand on a line
 */
export function checkIdentifier(identifier: string): void {
  const holds = typeof identifier === 'string' && /^[^\0-\x1f\x7f]+$/.test(identifier)
  checkOption('identifier', identifier, 'string', holds, 'a name without control characters')
}
