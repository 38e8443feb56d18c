import { repr } from '@treeline/core'
import { addOverride, type Overrides } from './override.js'

/** The most characters of a text of levels. */
const MAX_TEXT = 65_536
const MAX_LEVELS = 1000

/** Reports what is wrong, in one line. */
export type Tell = (text: string) => void

/**
 * Adds overrides from outside, by name. Reports and leaves out those that are wrong.
 *
 * @param given an object of names and levels
 * @param now the time, in milliseconds since 1970
 */
export function addAll(overrides: Overrides, given: unknown, now: number, tell: Tell): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return tell(`expected an object of names and levels, not ${shown(given)}`)
  const entries = Object.entries(given)
  if (entries.length > MAX_LEVELS) return tell(`expected at most ${MAX_LEVELS} names, not ${entries.length}`)
  for (const [name, each] of entries) {
    try {
      addOverride(overrides, name, each, now)
    } catch (error) {
      tell(`${shown(name)}: ${(error as Error).message.slice(0, 200)}`)
    }
  }
}

/** Returns the overrides that a storage has as JSON. */
export function parseStored(text: string, now: number, tell: Tell): Overrides {
  const overrides: Overrides = new Map()
  if (text.length > MAX_TEXT) {
    tell(`expected at most ${MAX_TEXT} characters, not ${text.length}`)
  } else if (text !== '') {
    try {
      addAll(overrides, JSON.parse(text), now, tell)
    } catch {
      tell(`expected JSON, not ${shown(text)}`)
    }
  }
  return overrides
}

/** Returns overrides as JSON. */
export function formatStored(overrides: Overrides): string {
  const entries = [...overrides].map(([name, { level, seconds, since }]) => {
    return [name, seconds === undefined ? level : { level, seconds, since }]
  })
  return JSON.stringify(Object.fromEntries(entries))
}

/**
 * Returns the overrides that an address asks for: `?log=app.db:DEBUG,shop:INFO`. A level without a name is the root's.
 *
 * @param parameter the name of the address's parameter
 */
export function parseQuery(search: string | undefined, parameter: string, now: number, tell: Tell): Overrides {
  const overrides: Overrides = new Map()
  const text = new URLSearchParams(search).getAll(parameter).join()
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      // A name may have a colon, a level has none.
      const at = pair.lastIndexOf(':')
      const level = pair.slice(at + 1)
      return [pair.slice(0, Math.max(at, 0)), /^\d+$/.test(level) ? Number(level) : level]
    })
  addAll(overrides, Object.fromEntries(pairs), now, (problem) => tell(`?${parameter}=: ${problem}`))
  return overrides
}

function shown(value: unknown): string {
  return repr(typeof value === 'string' ? value.slice(0, 100) : value)
}
