import { checkLevel } from '@treeline/core/internal'

/** pino's levels, the names of fastify's log methods, as Python's numbers. */
export const LEVELS: Readonly<Record<string, number>> = {
  trace: 5,
  debug: 10,
  info: 20,
  warn: 30,
  error: 40,
  fatal: 50,
}
const SILENT = 1000

/**
 * Returns the number of a level by pino's name, or by one of treeline's.
 *
 * @throws RangeError, TypeError for anything but a level
 */
export function levelnoOf(level: unknown): number {
  if (level === 'silent') return SILENT
  return Object.hasOwn(LEVELS, level as string) ? LEVELS[level as string]! : checkLevel(level, 'level')
}

/** Returns pino's name of the lowest level that a number lets through. */
export function pinoName(levelno: number): string {
  return Object.keys(LEVELS).find((name) => LEVELS[name]! >= levelno) ?? 'silent'
}
