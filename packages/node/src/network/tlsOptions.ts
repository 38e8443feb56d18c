import { checkOption } from '@treeline/core/internal'

/** @throws TypeError for what is no object, or a list */
export function checkTLSOptions(tls: unknown): void {
  const isObject = typeof tls === 'object' && tls !== null && !Array.isArray(tls)
  checkOption('tls', tls, isObject ? 'object' : '', isObject, "an object with options of Node's tls.connect")
}
