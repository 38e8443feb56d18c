import { checkOption } from '@treeline/core/internal'

/**
 * Checks the options of `tls.connect`.
 *
 * @throws TypeError for anything but an object, and for a list
 */
export function checkTLSOptions(tls: unknown): void {
  const isObject = typeof tls === 'object' && tls !== null && !Array.isArray(tls)
  checkOption('tls', tls, isObject ? 'object' : '', isObject, "an object with options of Node's tls.connect")
}
