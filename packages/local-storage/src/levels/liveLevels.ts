import { pageWindow } from '../pageWindow.js'
import { getLevelName, type Level } from '@treeline/core'
import { checkOptionNames, ofType, keepLevel, report, shared, Timer, withMethods } from '@treeline/core/internal'
import { checkStorage, openStore, type Store } from '../keyValueStorage.js'
import { type LiveLevelsOptions, NAMES } from './liveLevelsOptions.js'
import { addAll, formatStored, parseQuery, parseStored } from './levelTexts.js'
import { addOverride, msLeft, type Override, type Overrides } from './override.js'

/** A level that was set at run time. */
export interface LiveLevel {
  /** The logger's name; `'root'` for the root. */
  readonly name: string
  readonly levelno: number
  readonly level: string
  /** When it ends, in milliseconds since 1970; null if it lasts until it is cleared. */
  readonly endsAtMs: number | null
}

/** Levels that are set while a page runs, in place of those that its code sets. */
export interface LiveLevels {
  /**
   * Sets a logger's level, in all tabs, also after a reload. The logger need not be there yet.
   *
   * @param name `''` and `'root'` are the root
   * @param seconds how long it lasts. Default: until it is cleared
   * @throws TypeError, RangeError for what is no name, level or number above 0
   */
  set(name: string, level: Level, seconds?: number): void
  /**
   * Puts the level that the code has set in effect again.
   *
   * @param name the logger's. Default: all loggers
   */
  clear(name?: string): void
  /** Returns the levels that are set and have not ended, by name. */
  list(): LiveLevel[]
  /**
   * Sets the levels of a server's answer: `{ levels: { 'app.db': { level: 'DEBUG', seconds: 900 } } }`; each level must end, within a
   * week. Does nothing without the option `server`. Never throws: reports a mistake on the console, once.
   */
  take(answer: unknown): void
  /** Puts the levels that the code has set in effect again. What is stored stays. */
  close(): void
}

/** The longest time of a server's levels, in seconds. */
const LONGEST_S = 7 * 24 * 3600
/** The most different problems that are reported. */
const MAX_TOLD = 20
const EVENTS = ['storage', 'pageshow']

/** The `LiveLevels` that all copies of this package in the page share. */
const page: { live: LiveLevels | undefined } = /* @__PURE__ */ shared('liveLevels', () => ({ live: undefined }))

/**
 * Lets you set levels while the page runs: from the browser's console, from the page's address, by the server. They are kept
 * in `localStorage`, are the same in all tabs, and replace what the code sets by `setLevel` and `dictConfig` until they are
 * cleared or end. `logger.level` still returns what the code has set. Levels of handlers stay as they are.
 *
 * A page has one `LiveLevels`: a second call returns it, whatever its options.
 *
 * @throws TypeError for an unknown option, or a value of a wrong type
 * @example
 * const levels = liveLevels({ query: 'log' })
 * levels.set('app.db', 'DEBUG', 900) // for 15 minutes
 */
export function liveLevels(options: LiveLevelsOptions = {}): LiveLevels {
  checkOptionNames('liveLevels', options, NAMES)
  return (page.live ??= makeLiveLevels(options))
}

function makeLiveLevels(options: LiveLevelsOptions): LiveLevels {
  const { query = null, server = false, onChange, eventTarget = pageWindow(), now = Date.now } = options
  const key = ofType('key', options.key ?? 'treeline.levels', 'string')
  if (query !== null) ofType('query', query, 'string')
  ofType('server', server, 'boolean')
  if (onChange) ofType<unknown>('onChange', onChange, 'function')
  checkStorage(options.storage, false)
  if (eventTarget) withMethods('eventTarget', eventTarget, 'addEventListener removeEventListener', 'an EventTarget')
  ofType('now', now, 'function')
  const told = new Set<string>()
  const timer = new Timer(refresh)
  let store: Store
  let stored: Overrides
  /** From the page's address: for this page alone, and stronger than what is stored. */
  let asked: Overrides = new Map()
  let inForce: ReadonlyMap<string, number> = new Map()
  let isClosed = false

  const live: LiveLevels = {
    set(name, level, seconds) {
      // Throws before anything is changed.
      const given = addOverride(new Map(), name, { level, seconds }, now())
      clearAmong(asked, name)
      change((overrides) => add(overrides, given))
    },

    clear(name) {
      clearAmong(asked, name)
      change((overrides) => clearAmong(overrides, name))
    },

    list: () => [...lasting()].map(([name, each]) => view(name, each)).sort((a, b) => (a.name < b.name ? -1 : 1)),

    take(answer) {
      if (!server) return
      try {
        const { levels = {} } = Object(answer) as { levels?: unknown }
        const given: Overrides = new Map()
        addAll(given, levels, now(), tell)
        const news = new Map(
          [...given]
            .filter(([name, { levelno, seconds = Infinity }]) => {
              if (seconds > LONGEST_S) return tell(`${name}: seconds: expected a number from 1 to ${LONGEST_S}`)
              const known = stored.get(name)
              // A server may repeat it in each answer.
              return known?.levelno !== levelno || msLeft(known, now()) < seconds * 900
            })
            .map(([name, each]) => [name, { ...each, since: now() }]),
        )
        if (news.size > 0) change((overrides) => add(overrides, news))
      } catch (error) {
        report(live, error)
      }
    },

    close() {
      isClosed = true
      for (const event of EVENTS) eventTarget?.removeEventListener(event, onStorage)
      refresh()
      if (page.live === live) page.live = undefined
    },
  }

  function tell(problem: string): void {
    if (told.size >= MAX_TOLD || told.has(problem)) return
    told.add(problem)
    report(live, Object.assign(new Error(`${key}: ${problem}`), { stack: '' }))
  }

  function goOnInMemory(error: unknown): void {
    tell(`levels are kept in memory only: ${String((error as Error | undefined)?.message).slice(0, 200)}`)
    store = new Map()
  }

  function read(): void {
    stored = parseStored(`${store.get(key) ?? ''}`, now(), tell)
  }

  /** Changes what is stored; what other tabs have set meanwhile stays. */
  function change(work: (overrides: Overrides) => void): void {
    read()
    work(stored)
    for (const [name, each] of stored) if (msLeft(each, now()) <= 0) stored.delete(name)
    write(stored.size > 0 ? formatStored(stored) : undefined)
    refresh()
  }

  function write(text: string | undefined): void {
    if (text === undefined) return void store.delete(key)
    try {
      store.set(key, text)
      if (store.get(key) !== text) throw new Error('the storage keeps nothing')
    } catch (error) {
      goOnInMemory(error)
      store.set(key, text)
    }
  }

  /** Returns the stored levels that have not ended. */
  function lasting(): Overrides {
    return new Map([...stored, ...asked].filter(([, each]) => msLeft(each, now()) > 0))
  }

  /** Brings the tree up to date, and waits for what ends next. */
  function refresh(): void {
    const before = inForce
    const current: Overrides = isClosed ? new Map() : lasting()
    inForce = new Map([...current].map(([name, { levelno }]) => [name, levelno]))
    const names = new Set([...before.keys(), ...inForce.keys()])
    const changed = [...names].filter((name) => before.get(name) !== inForce.get(name))
    for (const name of changed) keepLevel(name, inForce.get(name))
    timer.stop()
    const nextMs = Math.min(...[...current.values()].map((each) => msLeft(each, now())))
    if (nextMs < Infinity) timer.start(nextMs)
    try {
      if (changed.length > 0) onChange?.()
    } catch (error) {
      report(live, error)
    }
  }

  function onStorage(event: Event): void {
    // Ignores other keys. There is no key where all was cleared, and where the page is shown again.
    if (((event as StorageEvent).key ?? key) !== key) return
    read()
    refresh()
  }

  try {
    store = openStore(options.storage)
  } catch (error) {
    store = new Map()
    if (options.storage !== null) goOnInMemory(error)
  }
  read()
  const { location } = globalThis as { location?: { search?: string } }
  if (query !== null) asked = parseQuery(location?.search, query, now(), tell)
  for (const event of EVENTS) eventTarget?.addEventListener(event, onStorage)
  refresh()
  return live
}

function add(overrides: Overrides, more: Overrides): void {
  for (const [name, each] of more) overrides.set(name, each)
}

function clearAmong(overrides: Overrides, name: string | undefined): void {
  if (name === undefined) overrides.clear()
  else overrides.delete(name || 'root')
}

function view(name: string, { levelno, seconds, since }: Override): LiveLevel {
  const endsAtMs = seconds === undefined ? null : since! + seconds * 1000
  return { name, levelno, level: getLevelName(levelno) as string, endsAtMs }
}
