// The levels of all the loggers whose lines are read, as Python's numbers.
const NUMBERS: Readonly<Record<string, number>> = {
  SILLY: 5,
  TRACE: 5,
  VERBOSE: 10,
  DEBUG: 10,
  DEFAULT: 20,
  INFO: 20,
  INFORMATIONAL: 20,
  LOG: 20,
  NOTICE: 25,
  WARN: 30,
  WARNING: 30,
  ERR: 40,
  ERROR: 40,
  SEVERE: 40,
  CRIT: 50,
  CRITICAL: 50,
  ALERT: 50,
  FATAL: 50,
  PANIC: 50,
  EMERG: 50,
  EMERGENCY: 50,
}

/** The number of an unknown level: INFO. */
const UNKNOWN = 20

const NAMES: readonly (readonly [levelno: number, name: string])[] = [
  [50, 'CRITICAL'],
  [40, 'ERROR'],
  [30, 'WARNING'],
  [20, 'INFO'],
  [10, 'DEBUG'],
  [1, 'TRACE'],
  [0, 'NOTSET'],
]

/** The scale of a log's level numbers: pino's and bunyan's, syslog's (in GELF), OpenTelemetry's, Python's. */
export type Scale = 'pino' | 'syslog' | 'otel' | 'python'

const SYSLOG = [50, 50, 50, 40, 30, 25, 20, 10]

/** Returns Python's number for a level's number on another scale. */
export function levelnoOf(value: number, scale: Scale): number {
  if (scale === 'pino') return value - 10
  if (scale === 'syslog') return SYSLOG[value] ?? UNKNOWN
  if (scale === 'python') return value
  return value > 20 ? 50 : value > 16 ? 40 : value > 12 ? 30 : value > 8 ? 20 : value > 4 ? 10 : 5
}

/** Returns Python's name for a number: that of the level at or below it. */
export function levelNameOf(levelno: number): string {
  return NAMES.find(([from]) => levelno >= from)?.[1] ?? 'NOTSET'
}

/** Returns Python's number for a level's name in upper case. */
export function levelnoOfName(name: string): number {
  return NUMBERS[name] ?? UNKNOWN
}

/** Returns the number of a level that a user gives, by a name in any case or a number; undefined for none. */
export function parseLevel(text: string): number | undefined {
  const name = text.trim().toUpperCase()
  if (Object.hasOwn(NUMBERS, name)) return NUMBERS[name]
  return /^\d+$/.test(name) ? Number(name) : undefined
}
