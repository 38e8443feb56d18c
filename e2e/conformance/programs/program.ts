import * as logging from '@treeline/core'
import { StderrHandler } from '@treeline/core/internal'
import { realmState } from '@treeline/core/testing'
import type { Operation, Program } from './generate.js'
import {
  ADAPTERS,
  EchoHandler,
  FACTORIES,
  FullStream,
  LOGGER_CLASSES,
  makeFilter,
  makeFormatter,
  Stream,
} from './players.js'

/** What a program did, the same from CPython (program.py) and from treeline. */
export interface Trace {
  /** The outcome of each operation: a value's text, or an error's class and text. */
  readonly steps: readonly (string | null)[]
  readonly streams: readonly string[]
  /** Standard error's lines, those of stacks left out. */
  readonly stderr: readonly string[]
  /** What filters saw of the records. */
  readonly notes: readonly string[]
  readonly root: unknown
  readonly nodes: readonly unknown[]
  readonly handlers: readonly unknown[]
  readonly disable: number
}

const CREATED_MS = 1_700_000_000_123

type Mapping = Record<string, unknown>
type Target = logging.Logger & logging.Handler & logging.MemoryHandler & logging.LoggerAdapter

/** What an operation names does not exist: a shrunk program may have lost it. */
class Absent extends Error {}

class World {
  readonly things: Map<string, Target | logging.FilterLike> = new Map()
  readonly streams: readonly Stream[] = [new Stream('s0'), new Stream('s1'), new FullStream('full')]
  readonly stderr: Stream = new Stream('<stderr>')
  readonly notes: string[] = []
  showWarning: ((text: string) => void) | null = null

  constructor() {
    forgetEverything()
    realmState.platform = {
      stderr: this.stderr,
      thread: 0,
      threadName: 'MainThread',
      process: 0,
      processName: 'MainProcess',
      captureWarnings: (show) => {
        this.showWarning = show
      },
    }
  }

  at(ref: unknown): Target {
    const thing = ref === 'L-' ? logging.getLogger() : this.things.get(ref as string)
    if (thing === undefined) throw new Absent()
    return thing as Target
  }

  /** The handlers that have been made, by their refs. */
  *handlers(): Iterable<[string, Target]> {
    for (const [ref, thing] of this.things) if (ref.startsWith('H')) yield [ref, thing as Target]
  }

  label(thing: unknown): string {
    for (const [ref, handler] of this.handlers()) if (handler === thing) return ref
    return String(thing)
  }
}

const levelToName = [...realmState.levels.nameOf]
const nameToLevel = [...realmState.levels.numberOf]

function forgetEverything(): void {
  const { settings } = realmState
  realmState.handlers.open.clear()
  realmState.handlers.byName.clear()
  realmState.tree.manager = undefined
  realmState.tree.loggerClass = undefined
  realmState.records.factory = undefined
  realmState.handlers.lastResort = new StderrHandler('WARNING')
  settings.raiseExceptions = true
  settings.lastResort = undefined
  realmState.levels.nameOf.clear()
  for (const [level, name] of levelToName) realmState.levels.nameOf.set(level, name)
  realmState.levels.numberOf.clear()
  for (const [name, level] of nameToLevel) realmState.levels.numberOf.set(name, level)
}

function assignParent(world: World, ref: unknown, other: unknown): void {
  const logger = world.at(ref)
  const parent = world.at(other)
  // Else a logger that comes between the two by its name would close a circle.
  if (parent.name.startsWith(logger.name)) return
  let above: logging.Logger | null = parent
  while (above !== null && above !== logger) above = above.parent
  if (above === null && logger !== logging.getLogger()) logger.parent = parent
}

function makeHandler(world: World, kind: string, options: Mapping): logging.Handler {
  if (kind === 'stream') return new logging.StreamHandler(world.streams[options['stream'] as number])
  if (kind === 'stderr') return new logging.StreamHandler()
  if (kind === 'echo') return new EchoHandler()
  if (kind === 'null') return new logging.NullHandler()
  if (kind === 'base') return new logging.Handler(options['level'] as never)
  if (kind === 'buffering') return new logging.BufferingHandler(options['capacity'] as number)
  const { capacity, target, ...rest } = options
  const given = target === undefined ? {} : { target: target === null ? null : world.at(target) }
  return new logging.MemoryHandler(capacity as number, { ...rest, ...given })
}

function changeHandlers(world: World, ref: unknown, how: unknown, key: unknown): void {
  const logger = world.at(ref)
  const { handlers } = logger
  if (how === 'push') handlers.push(world.at(key))
  else if (how === 'pop') handlers.pop()
  else if (how === 'reverse') handlers.reverse()
  else if (how === 'clear') handlers.length = 0
  else if (how === 'first' && handlers.length > 0) handlers[0] = world.at(key)
  else if (how === 'assign') logger.handlers = [world.at(key)]
}

function handleRecord(world: World, ref: string, spec: object): unknown {
  const outcome: unknown = world.at(ref).handle(logging.makeLogRecord({ ...spec }))
  if (ref.startsWith('L')) return outcome
  return outcome ? `record ${logging.str((outcome as logging.LogRecord).msg)}` : 'dropped'
}

function log(world: World, ref: string, method: string, args: unknown[], keywords: Mapping): void {
  const target = ref === 'module' ? logging : world.at(ref)
  const given = { ...keywords }
  if (given['exc_info'] !== null && typeof given['exc_info'] === 'object')
    given['exc_info'] = bareError(given['exc_info'])
  const call = (target as unknown as Record<string, (...args: unknown[]) => void>)[method]!
  call.apply(target, Object.keys(given).length === 0 ? args : [...args, given])
}

/** An error without frames: its text is its headline, as in Python. */
function bareError({ error: message }: { error?: string }): Error {
  const error = new Error(message)
  error.stack = message === '' ? 'Error' : `Error: ${message}`
  return error
}

function basicConfig(world: World, options: Mapping): void {
  const given = { ...options }
  if (typeof given['stream'] === 'number') given['stream'] = world.streams[given['stream']]
  if (Array.isArray(given['handlers'])) given['handlers'] = given['handlers'].map((ref) => world.at(ref))
  if (typeof given['formatter'] === 'object' && given['formatter'] !== null) {
    given['formatter'] = makeFormatter(given['formatter'] as Mapping)
  }
  logging.basicConfig(given)
}

function changeSettings(world: World, name: string, given: unknown): void {
  const value = name !== 'lastResort' || given === null ? given : given === 'default' ? undefined : world.at(given)
  Object.assign(logging.settings, { [name]: value })
}

function keep<Thing>(world: World, key: unknown, thing: Thing): Thing {
  world.things.set(key as string, thing as never)
  return thing
}

type Perform = (world: World, ...args: never[]) => unknown

const OPERATIONS: Record<string, Perform> = {
  getLogger: (world, key: string, name: string) => keep(world, key, logging.getLogger(name)),
  getChild: (world, key: string, ref: string, suffix: string) => keep(world, key, world.at(ref).getChild(suffix)),
  getChildren: (world, ref) => [...world.at(ref).getChildren()].map(({ name }) => name).sort(),
  setLevel: (world, ref, level: number) => world.at(ref).setLevel(level),
  'level=': (world, ref, level: number) => void (world.at(ref).level = level),
  'parent=': assignParent,
  isEnabledFor: (world, ref, level: number) => world.at(ref).isEnabledFor(level),
  getEffectiveLevel: (world, ref) => world.at(ref).getEffectiveLevel(),
  hasHandlers: (world, ref) => world.at(ref).hasHandlers(),
  addHandler: (world, ref, key) => world.at(ref).addHandler(world.at(key)),
  removeHandler: (world, ref, key) => world.at(ref).removeHandler(world.at(key)),
  handlers: changeHandlers,
  propagate: (world, ref, given: boolean) => void (world.at(ref).propagate = given),
  disabled: (world, ref, given: boolean) => void (world.at(ref).disabled = given),
  filter: (world, key: string, kind: string, given: unknown) =>
    void keep(world, key, makeFilter(kind, given, world.notes)),
  addFilter: (world, ref, key) => world.at(ref).addFilter(world.at(key)),
  removeFilter: (world, ref, key) => world.at(ref).removeFilter(world.at(key)),
  handler: (world, key: string, kind: string, options: Mapping) => keep(world, key, makeHandler(world, kind, options)),
  setFormatter: (world, ref, spec: Mapping | null) => world.at(ref).setFormatter(spec && makeFormatter(spec)),
  setName: (world, ref, name: string | null) => void (world.at(ref).name = name as never),
  setTarget(world, ref, target: string | null) {
    const handler = world.at(ref)
    if (handler instanceof logging.MemoryHandler) handler.setTarget(target === null ? null : world.at(target))
  },
  setStream(world, ref, stream: number) {
    const handler = world.at(ref) as unknown
    return handler instanceof logging.StreamHandler ? handler.setStream(world.streams[stream]!)?.name : undefined
  },
  flush: (world, ref) => world.at(ref).flush(),
  close: (world, ref) => world.at(ref).close(),
  getHandlerByName(world, name: string) {
    const found = logging.getHandlerByName(name)
    return found && world.label(found)
  },
  getHandlerNames: () => [...logging.getHandlerNames()].sort(),
  handle: handleRecord,
  repr: (world, ref) => world.at(ref),
  disable: (_world, ...level: [number?]) => logging.disable(...level),
  'disable=': (_world, level: number) => void (logging.getLogger().manager.disable = level),
  addLevelName: (_world, level: number, name: string) => logging.addLevelName(level, name),
  getLevelName: (_world, level: unknown) => logging.getLevelName(level),
  getLevelNamesMapping: () => Object.entries(logging.getLevelNamesMapping()).map(([name, level]) => `${name}=${level}`),
  adapter(world, key: string, kind: keyof typeof ADAPTERS, ref: string, extra: Mapping | null, options: object) {
    return keep(world, key, new ADAPTERS[kind](world.at(ref), extra, options))
  },
  log,
  settings: changeSettings,
  setLogRecordFactory: (_world, kind: string) =>
    logging.setLogRecordFactory(kind === 'fail' ? anew(FACTORIES[kind]!) : FACTORIES[kind]!),
  setLoggerClass: (_world, kind: string) => logging.setLoggerClass(LOGGER_CLASSES[kind] as never),
  managerLoggerClass: (_world, kind: string) =>
    logging.getLogger().manager.setLoggerClass(LOGGER_CLASSES[kind] as never),
  getLoggerClass: () => logging.getLoggerClass().name,
  basicConfig,
  captureWarnings: (_world, given: boolean) => logging.captureWarnings(given),
  warn: (world, text: string) => world.showWarning?.(text),
  shutdown: () => void logging.shutdown(),
}

/** Returns another function that does the same: its failures are reported anew. */
const anew =
  (factory: logging.LogRecordFactory): logging.LogRecordFactory =>
  (...parameters) =>
    factory(...parameters)

function show(given: unknown): string | null {
  if (given === undefined || given === null) return null
  return Array.isArray(given) ? given.join(' ') : String(given)
}

function headline(error: unknown): string {
  const { name, message } = error as Error
  return `${name === 'KeyError' ? 'RangeError' : name}: ${message}`
}

function step(world: World, [name, ...args]: Operation): string | null {
  try {
    return show(OPERATIONS[name]!(world, ...(args as never[])))
  } catch (error) {
    return error instanceof Absent ? 'absent' : headline(error)
  }
}

function loggerState(world: World, logger: logging.Logger): unknown[] {
  return [
    logger.name,
    String(logger),
    logger.level,
    logger.parent && logger.parent.name,
    `${logger.propagate ? '-' : '|'}${logger.disabled ? 'x' : '-'}`,
    logger.handlers.map((handler) => world.label(handler)).join(' '),
    logger.filters.length,
    [0, 10, 20, 30, 50].filter((level) => logger.isEnabledFor(level)).join(' '),
  ]
}

function nodeState(world: World, name: string, node: logging.Logger | logging.PlaceHolder): unknown[] {
  if ('loggerMap' in node) return [name, `[${[...node.loggerMap].map((logger) => logger.name).join(' ')}]`]
  return [name, ...loggerState(world, node)]
}

function handlerState(ref: string, handler: logging.Handler & { buffer?: logging.LogRecord[] }): unknown[] {
  const buffer = (handler.buffer ?? []).map((record) => logging.str(record.msg))
  return [ref, String(handler), handler.name, handler.level, handler.filters.length, buffer]
}

function reduced(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^ +at |^\(\d+ more like the last ones\)$/.test(line))
    .map((line) =>
      line
        .replace(/^KeyError: /, 'RangeError: ')
        .replace(/^(--- Logging error ---) at .*/, '$1')
        .replace(
          / \((the message comes first: |write %s for |where a record may lack it: |the factory of |the level comes first, ).*\)$/,
          '',
        ),
    )
}

/** Runs a program on treeline. */
export function run(program: Program): Trace {
  const { now } = Date
  const { formatStack } = logging.Formatter.prototype
  const { converter } = logging.Formatter
  Date.now = () => CREATED_MS
  logging.Formatter.prototype.formatStack = () => 'STACK'
  logging.Formatter.converter = logging.gmtime
  try {
    const world = new World()
    const steps = program.map((operation) => step(world, operation))
    const { root, loggerDict, disable } = logging.getLogger().manager
    return {
      steps,
      streams: world.streams.map(({ text }) => text),
      stderr: reduced(world.stderr.text),
      notes: world.notes,
      root: loggerState(world, root),
      nodes: [...loggerDict].map(([name, node]) => nodeState(world, name, node)),
      handlers: [...world.handlers()].map(([ref, handler]) => handlerState(ref, handler)),
      disable,
    }
  } finally {
    Date.now = now
    logging.Formatter.prototype.formatStack = formatStack
    logging.Formatter.converter = converter
    forgetEverything()
    realmState.platform = undefined
  }
}
