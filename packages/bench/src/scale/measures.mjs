// What one process measures at one point. Each measure is given the point and how many records to log, and says how long one
// took and which files must hold how many lines.
import { join } from 'node:path'
import { basicConfig, FileHandler, Formatter, getLogger, Handler, JSONFormatter, NullHandler, shutdown } from 'treeline'
import { throughPorts, withOwnFiles } from './threads.mjs'

/** All lines of a file have one length: the time has, the number of the record has, and no name is in it. */
const FORMAT = '%(asctime)s %(levelname)s %(message)s'
const BUFFERING = 16_384
/** The number of records before the clock starts, so that it times compiled code. Their lines count like the others. */
const WARM_UP = 20_000
/** Numbers of one length. */
const FIRST = 1_000_000
/** The most bytes of messages that are logged at a point. */
const MESSAGE_BYTES = 64 * 2 ** 20

/** @typedef {{ value: number, lines: { file: string, count: number }[], lost?: number }} Measured */

/** The number of timed parts of a point. Their median is its value: other work of the machine disturbs only some of them. */
const PARTS = 7

const now = () => Number(process.hrtime.bigint())

function fileHandler(file, formatter = new Formatter(FORMAT)) {
  const handler = new FileHandler(file, { buffering: BUFFERING })
  handler.setFormatter(formatter)
  return handler
}

/**
 * Returns the time of a call: warm, and with what is written at the end of each part in it.
 *
 * @returns {{ value: number, calls: number }} `calls` with those of the warm-up
 */
function timed(count, what, flush = () => {}) {
  const warmUp = Math.min(WARM_UP, count)
  for (let i = 0; i < warmUp; i++) what(FIRST + i)
  flush()
  const part = Math.ceil(count / PARTS)
  const values = Array.from({ length: PARTS }, () => {
    const start = now()
    for (let i = 0; i < part; i++) what(FIRST + i)
    flush()
    return (now() - start) / part
  })
  return { value: values.toSorted((a, b) => a - b)[PARTS >> 1], calls: warmUp + part * PARTS }
}

/** Logs to files. Returns the time of a record, until its last byte is in them. */
function written(records, files, handlers, what) {
  const { value, calls } = timed(records, what, () => handlers.forEach((handler) => handler.flush()))
  void shutdown()
  return { value, lines: files.map((file) => ({ file, count: calls })) }
}

/** Logs to one file. */
function record(folder, records, prepare, formatter) {
  const file = join(folder, 'out.log')
  const handler = fileHandler(file, formatter)
  return written(records, [file], [handler], prepare(handler))
}

/** Returns the time of a call that writes nothing. */
function call(count, what) {
  return { value: timed(count, what).value, lines: [] }
}

function onRoot(handler) {
  basicConfig({ handlers: [handler], level: 'INFO' })
}

/** The names of `count` loggers side by side. */
const siblings = (count) => Array.from({ length: count }, (_, i) => `app.part${i}`)

/** The names of `count` loggers in a tree: each has up to ten below it, and comes before them. */
const tens = (count) =>
  Array.from({ length: count }, (_, i) => `app.${[...String(i)].map((digit) => `n${digit}`).join('.')}`)

const SHAPES = { siblings, tens }

function chain(depth) {
  const names = Array.from({ length: depth }, (_, i) => `level${i + 1}`)
  return names.map((_, i) => getLogger(names.slice(0, i + 1).join('.'))).at(-1)
}

/** Time of a record, of each of `x` loggers in turn. */
export function eachInTurn(x, records, folder) {
  return record(folder, Math.max(records, x), (handler) => {
    onRoot(handler)
    const loggers = siblings(x).map((name) => getLogger(name))
    // All plans are made before the clock starts, as they are in a process that has run for a while.
    for (const logger of loggers) logger.hasHandlers()
    let next = 0
    return (i) => {
      if (next === x) next = 0
      loggers[next++].info('user %s did %d', 'ann', i)
    }
  })
}

/** Time of a record of one logger among `x`. */
export function oneOfThem(x, records, folder) {
  return record(folder, records, (handler) => {
    onRoot(handler)
    const log = siblings(x)
      .map((name) => getLogger(name))
      .at(-1)
    return (i) => log.info('user %s did %d', 'ann', i)
  })
}

/** Time of a call below the level, of each of `x` loggers in turn. */
export function disabledInTurn(x, records) {
  onRoot(new NullHandler())
  const loggers = siblings(x).map((name) => getLogger(name))
  let next = 0
  return call(Math.max(records, x) * 10, (i) => {
    if (next === x) next = 0
    loggers[next++].debug('user %s did %d', 'ann', i)
  })
}

/** Time of a record of a logger with `x - 1` others above it, and the handler on the root. */
export function deep(x, records, folder) {
  return record(folder, records, (handler) => {
    onRoot(handler)
    const log = chain(x)
    return (i) => log.info('user %s did %d', 'ann', i)
  })
}

/** Time of a call below the level, which the root sets. */
export function disabledDeep(x, records) {
  onRoot(new NullHandler())
  const log = chain(x)
  return call(records * 10, (i) => log.debug('user %s did %d', 'ann', i))
}

/** Time of a record after a change somewhere in the tree: the plan is made anew. */
export function afterChange(x, records, folder) {
  return record(folder, records, (handler) => {
    onRoot(handler)
    const log = chain(x)
    return (i) => {
      log.propagate = true
      log.info('user %s did %d', 'ann', i)
    }
  })
}

/** Time of a record that `x` handlers write, each into a file of its own. */
export function handlersWithFiles(x, records, folder) {
  const files = Array.from({ length: x }, (_, i) => join(folder, `out${i}.log`))
  const handlers = files.map((file) => fileHandler(file))
  basicConfig({ handlers, level: 'INFO' })
  const log = getLogger('app')
  return written(records, files, handlers, (i) => log.info('user %s did %d', 'ann', i))
}

class Counter extends Handler {
  count = 0

  emit() {
    this.count++
  }
}

/** Time of a record that `x` handlers count. */
export function handlersThatCount(x, records) {
  const handlers = Array.from({ length: x }, () => new Counter())
  basicConfig({ handlers, level: 'INFO' })
  const log = getLogger('app')
  const { value, calls } = timed(records, (i) => log.info('user %s did %d', 'ann', i))
  return { value, lines: [], lost: handlers.reduce((sum, { count }) => sum + calls - count, 0) }
}

/** Time of a record whose argument has `x` characters. */
function message(x, records, folder, formatter) {
  // As a program has it: one piece, with a space here and there.
  const text = Buffer.from('lorem ipsum '.repeat(Math.ceil(x / 12)).slice(0, x)).toString()
  const count = Math.max(10, Math.min(records, Math.floor(MESSAGE_BYTES / x)))
  const prepare = (handler) => {
    onRoot(handler)
    const log = getLogger('app')
    return (i) => log.info('%d %s', i, text)
  }
  return record(folder, count, prepare, formatter)
}

export const textMessage = (x, records, folder) => message(x, records, folder)
export const jsonMessage = (x, records, folder) =>
  message(x, records, folder, new JSONFormatter({ limits: { maxLength: 2_000_000 } }))

/** Time of making one of `x` loggers. */
function make(names) {
  const start = now()
  for (const name of names) getLogger(name)
  const value = (now() - start) / names.length
  return { value, lines: [], lost: names.filter((name) => getLogger(name).parent === null).length }
}

export const makeSiblings = (x) => make(siblings(x))
export const makeTens = (x) => make(tens(x))
/** Makes the loggers below before those above: a placeholder takes the place of each until it comes. */
export const makeTensUpwards = (x) => make(tens(x).reverse())

/** Time of asking for a logger that is there. */
export function known(x, records) {
  const names = siblings(x)
  for (const name of names) getLogger(name)
  let next = 0
  return call(Math.max(records, x), () => {
    if (next === x) next = 0
    return getLogger(names[next++])
  })
}

/** Time of `setLevel` on the root of `x` loggers. */
function rootLevel(x, shape) {
  const loggers = SHAPES[shape](x).map((name) => getLogger(name))
  const root = getLogger()
  let lost = 0
  const set = (level) => {
    root.setLevel(level)
    if (loggers.some((logger) => logger.getEffectiveLevel() !== level)) lost++
  }
  for (let i = 0; i < 5; i++) set(i % 2 === 0 ? 10 : 30)
  const calls = Math.max(2 * PARTS, Math.min(10_000, Math.floor(1_000_000 / x)))
  const { value } = timed(calls, (i) => root.setLevel(i % 2 === 0 ? 10 : 30))
  set(30)
  return { value, lines: [], lost: lost + loggers.filter((logger) => logger.isEnabledFor(10)).length }
}

export const rootLevelOfSiblings = (x) => rootLevel(x, 'siblings')
export const rootLevelOfTens = (x) => rootLevel(x, 'tens')

/** Time of `setLevel` on one of `x` loggers with nothing below it. */
export function leafLevel(x, records) {
  const leaf = siblings(x)
    .map((name) => getLogger(name))
    .at(-1)
  return call(records * 20, (i) => leaf.setLevel(i % 2 === 0 ? 10 : 30))
}

/** Bytes of the heap that a logger takes, with its name and its place in the tree. */
function memory(x, shape, used) {
  if (globalThis.gc === undefined) throw new Error('needs --expose-gc')
  onRoot(new NullHandler())
  getLogger('app').info('first')
  const heap = () => {
    for (let i = 0; i < 3; i++) globalThis.gc()
    return process.memoryUsage().heapUsed
  }
  const before = heap()
  // The names are counted in: they live as long as the loggers. The list of them is not.
  for (const name of SHAPES[shape](x)) {
    const logger = getLogger(name)
    if (used) logger.info('once')
  }
  return { value: (heap() - before) / x, lines: [] }
}

export const memoryOfSiblings = (x) => memory(x, 'siblings', false)
export const memoryOfTens = (x) => memory(x, 'tens', false)
export const memoryOfUsed = (x) => memory(x, 'siblings', true)

/** Records a second of `x` threads, each with a tree and a file of its own. */
export const bufferedThreads = (x, records, folder) => withOwnFiles(x, records, folder, { buffering: BUFFERING })
export const synchronousThreads = (x, records, folder) => withOwnFiles(x, Math.ceil(records / 4), folder, {})
/** Records a second of `x` threads that send them to one that writes. */
export const portThreads = (x, records, folder) => throughPorts(x, Math.ceil(records / 20), folder)
