import { CRITICAL, ERROR, INFO, WARNING } from '@treeline/core'

/** The least level of each of syslog's priorities, the most severe first. */
const LEAST: readonly (readonly [level: number, priority: number])[] = [
  [CRITICAL, 2],
  [ERROR, 3],
  [WARNING, 4],
  // syslog's notice is between INFO and WARNING.
  [INFO + 1, 5],
  [INFO, 6],
]
const DEBUG_PRIORITY = 7

/** Returns the journal's priority of a level: 2 for CRITICAL to 7 for DEBUG, and 5 between INFO and WARNING. */
export function priorityOf(levelno: number): number {
  return LEAST.find(([level]) => levelno >= level)?.[1] ?? DEBUG_PRIORITY
}
