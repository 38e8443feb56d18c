import { basename } from 'node:path'
import { checkOption } from '@treeline/core/internal'

/** Returns the name that the journal shows for the program: that of its file, or else of what runs it. */
export function programName(): string {
  return basename(process.argv[1] ?? process.argv0).replace(/\.[cm]?js$/, '') || 'node'
}

/** @throws TypeError, RangeError for what cannot stand on a line */
export function checkIdentifier(identifier: string): void {
  const holds = typeof identifier === 'string' && /^[^\0-\x1f\x7f]+$/.test(identifier)
  checkOption('identifier', identifier, 'string', holds, 'a name without control characters')
}
