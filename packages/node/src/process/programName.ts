import { basename } from 'node:path'

/** Returns the name of the program: of its file without the extension, or else of the executable. */
export function programName(): string {
  return basename(process.argv[1] ?? process.argv0).replace(/\.[cm]?[jt]s$/, '') || 'node'
}
