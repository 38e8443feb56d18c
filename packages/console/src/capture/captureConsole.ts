import { type Level, type LogRecord, repr, str } from '@treeline/core'
import {
  checkLevel,
  checkOptionNames,
  consoleWrites,
  errorWithin,
  heard,
  nesting,
  ofType,
  shared,
} from '@treeline/core/internal'

/** The options of `captureConsole`. */
export interface CaptureConsoleOptions {
  /**
   * The level of each of the console's methods that is captured. Default `{ debug: 'DEBUG', log: 'INFO', info: 'INFO', dir: 'INFO',
   * warn: 'WARNING', error: 'ERROR' }`; `trace` and `assert` may be named too.
   */
  levels?: Readonly<Record<string, Level>> | undefined
}

type Method = (this: unknown, ...data: unknown[]) => unknown

/** A console's method that is captured. */
interface Captured {
  readonly name: string
  readonly level: number
  readonly wrapper: Method
  /** The console's own property of that name; undefined for a method that it inherits. */
  readonly before: PropertyDescriptor | undefined
  active: boolean
}

const LEVELS: Readonly<Record<string, Level>> = {
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  dir: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
}

/** The methods that every console has, a replaced one too. */
const METHODS = 'debug log info dir warn error trace assert'

const NAME = 'js.console'

/** The captured console, and its methods: one for all copies of the package. */
const state = /* @__PURE__ */ shared('console', (): { console: object | undefined; methods: Captured[] } => ({
  console: undefined,
  methods: [],
}))

/**
 * Sends what is written to the console to the logger `js.console` too; false undoes it. A second call changes the levels only.
 *
 * The console shows all as before: its methods keep `this`, their results and their other properties, and the original of
 * each is its `original`. What the library itself writes to the console, and what is written to it while a record is logged, is
 * not captured, so that nothing comes twice; a `ConsoleHandler` leaves out what its console has shown already. A method that
 * somebody has replaced in the meantime stays as it is, and is no longer captured.
 *
 * Not in Python.
 *
 * @throws TypeError, RangeError for an option that is wrong
 */
export function captureConsole(capture: boolean | CaptureConsoleOptions = true): void {
  const options = typeof capture === 'boolean' ? {} : capture
  checkOptionNames('captureConsole', options, 'levels')
  const console = consoleOf()
  const given = options.levels ?? LEVELS
  ofType<unknown>('levels', given, 'object')
  const names = new Set([...METHODS.split(' '), ...Object.keys(Object(console))])
  checkOptionNames('captureConsole.levels', given, [...names].join(' '))
  const levels = Object.entries(given).map(([name, level]) => [name, checkLevel(level, `levels.${name}`)] as const)
  for (const method of state.methods.splice(0)) release(method)
  if (capture === false || !console) return
  state.console = console
  for (const [name, level] of levels) wrap(console, name, level)
}

/** Returns the console; undefined where there is none, or its getter throws. */
function consoleOf(): object | undefined {
  try {
    return (globalThis as { console?: object }).console
  } catch {
    return undefined
  }
}

/** Returns whether a console has shown what a record says already. */
export function isShown(record: LogRecord, console: object | undefined): boolean {
  return record.name === NAME && state.methods.length > 0 && console === state.console
}

function wrap(console: object, name: string, level: number): void {
  try {
    const original: unknown = (console as Record<string, unknown>)[name]
    if (typeof original !== 'function') return
    const method: Captured = {
      name,
      level,
      before: Object.getOwnPropertyDescriptor(console, name),
      active: true,
      // Its name, its other properties and its source are the original's.
      wrapper: new Proxy(original as Method, {
        get: (target, key) => (key === 'original' ? target : Reflect.get(target, key)),
        apply: (target, self, data: unknown[]) => {
          if (method.active) logData(method, data)
          return Reflect.apply(target, self, data) as unknown
        },
      }),
    }
    const { enumerable = true } = method.before ?? {}
    Object.defineProperty(console, name, { value: method.wrapper, writable: true, enumerable, configurable: true })
    state.methods.push(method)
  } catch {
    // A console that is frozen, or whose getter throws, is left as it is.
  }
}

function release(method: Captured): void {
  const { name, wrapper, before } = method
  // A wrapper that was put around it in the meantime still calls it.
  method.active = false
  const { console } = state
  if (!console || Object.getOwnPropertyDescriptor(console, name)?.value !== wrapper) return
  if (before) Object.defineProperty(console, name, before)
  else delete (console as Record<string, unknown>)[name]
}

/** Logs what a method of the console is given. Never throws. */
function logData({ name, level }: Captured, data: readonly unknown[]): void {
  if (nesting.depth > 0 || consoleWrites.depth > 0) return
  if (name === 'assert' && data[0]) return
  const logger = heard(NAME)
  if (!logger.isEnabledFor(level)) return
  const shown = dataShown(name, data)
  const exc_info = data.map(errorWithin).find(Boolean)
  // The caller is behind this function and the method.
  logger.log(level, '%s', textOf(shown), { exc_info, stacklevel: 3 })
}

/** Returns what a method shows of what it is given. */
function dataShown(name: string, data: readonly unknown[]): readonly unknown[] {
  if (name === 'assert') return ['Assertion failed:', ...data.slice(1)]
  // Behind the object there are options.
  return name === 'dir' ? data.slice(0, 1).map(repr) : data
}

/** Returns the text that the console makes of what it is given: a format, then values. */
function textOf(data: readonly unknown[]): string {
  const [format, ...rest] = data
  if (typeof format !== 'string') return data.map(str).join(' ')
  let used = 0
  const text =
    rest.length === 0
      ? format
      : format.replace(/%([sdifoOcj%])/g, (whole, type: string) => {
          if (type === '%') return '%'
          if (used === rest.length) return whole
          const value = rest[used++]
          if (type === 'c') return ''
          return /[oOj]/.test(type) ? repr(value) : type === 's' ? str(value) : numberText(value, type)
        })
  return [text, ...rest.slice(used).map(str)].join(' ')
}

function numberText(value: unknown, type: string): string {
  if (typeof value === 'object' || typeof value === 'symbol') return 'NaN'
  return String(type === 'f' ? Number.parseFloat(String(value)) : Number.parseInt(String(value), 10))
}
