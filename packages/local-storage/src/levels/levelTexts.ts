import { repr } from '@treeline/core'
import { addOverride, type Overrides } from './override.js'

/** Text that is longer is nobody's levels. */
const MAX_TEXT = 65_536
const MAX_LEVELS = 1000

/** Told of what is wrong, in one line. */
export type Tell = (text: string) => void

/**
 * Adds overrides that strangers give by name. What is wrong among them is told and left out.
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
 * Returns the overrides that an address asks for: `?log=app.db:DEBUG,shop:INFO`. No name is the root's.
 *
 * @param parameter its name
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
