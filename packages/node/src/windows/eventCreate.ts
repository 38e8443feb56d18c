import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type * as childProcess from 'node:child_process'
import { lastWait, waited } from '../files/patience.js'
import { builtin } from '../process/builtin.js'

/** An event of Windows' event log. */
export interface Event {
  readonly source: string
  readonly log: string
  readonly type: string
  readonly id: number
  readonly text: string
}

/** The most UTF-16 units of an event's text. */
const MAX_TEXT = 31_839

/** The longest time for an event at the end of the process, in milliseconds. */
const LAST_MS = 5000

/**
 * Returns the program that comes with Windows and writes events.
 *
 * @throws Error off Windows, and where the program is not there
 */
export function findEventCreate(
  platform: string = process.platform,
  root: string | undefined = process.env['SystemRoot'],
): string {
  if (platform !== 'win32')
    throw new Error(`NTEventLogHandler needs Windows, not ${platform}: use SysLogHandler or JournalHandler`)
  const program = join(root ?? 'C:\\Windows', 'System32', 'eventcreate.exe')
  if (existsSync(program)) return program
  throw new Error(`NTEventLogHandler needs ${program}, which is not there: use FileHandler or SysLogHandler`)
}

/** Returns the program's arguments. */
export function argumentsOf({ source, log, type, id, text }: Event): string[] {
  // `eventcreate.exe` refuses half of a surrogate pair.
  const shown = text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, '')
  return ['/L', log, '/SO', source, '/T', type, '/ID', String(id), '/D', shown]
}

/** Writes an event; rejects where the program fails. */
export async function createEvent(program: string, event: Event): Promise<void> {
  const { execFile } = builtin<typeof childProcess>('node:child_process')
  const options = { windowsHide: true }
  await new Promise<void>((resolve, reject) => {
    execFile(program, argumentsOf(event), options, (error) => (error ? reject(error) : resolve()))
  })
}

/** Writes an event, and waits for it: the process ends. Returns whether the program took it. */
export function createLastEvent(program: string, event: Event): boolean {
  // The time limit of a process is in whole milliseconds, and 0 means no limit.
  const ms = Math.floor(lastWait(LAST_MS))
  if (ms <= 0) return false
  const { spawnSync } = builtin<typeof childProcess>('node:child_process')
  const begun = performance.now()
  const { status } = spawnSync(program, argumentsOf(event), { timeout: ms, windowsHide: true })
  waited(performance.now() - begun)
  return status === 0
}
