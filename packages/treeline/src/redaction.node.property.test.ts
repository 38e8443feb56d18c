// Canaries in every position of random calls, through each kind of formatter and handler: none in any output with a Redactor,
// and all else there that is there without one.
import { ConsoleHandler } from '@treeline/console'
import {
  Formatter,
  type Handler,
  JSONFormatter,
  type Logger,
  LoggerAdapter,
  type LogRecord,
  MemoryHandler,
  Queue,
  QueueHandler,
  QueueListener,
  RootLogger,
  settings,
  StreamHandler,
} from '@treeline/core'
import { Redactor } from '@treeline/core/filters'
import { StringStream } from '@treeline/core/testing'
import { toWireLine } from '@treeline/core/wire'
import { HTTPHandler } from '@treeline/http'
import { JournalFormatter, SocketHandler } from '@treeline/node/handlers'
import fc from 'fast-check'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const RUNS = Number(process.env['REDACTION_RUNS'] ?? 300)

/** Words of three kinds: one that a pattern finds, one that stands under a secret key, one that is to be seen. */
const word = fc.constantFrom('canary', 'harmless', 'harmless').chain((kind) => fc.nat(1e6).map((n) => `${kind}-${n}`))
const text = fc.oneof(
  word,
  fc.tuple(word, word).map((words) => words.join(' "')),
  fc.tuple(word, fc.constantFrom('\n', '100%', '%s', '')).map((parts) => parts.join('')),
)
const hidden = fc.nat(1e6).map((n) => `hidden-${n}`)
const secretKey = fc.constantFrom('password', 'Password')
const key = fc.oneof(word, fc.constantFrom('user', 'err', 'items', '__proto__', 'toString_'))

class Account {
  [key: string]: unknown
}

class Sealed {
  readonly #held: unknown
  constructor(held: unknown) {
    this.#held = held
  }
  toJSON(): unknown {
    return this.#held
  }
  toString(): string {
    return 'Sealed'
  }
}

/** Gives an object properties, be one called `__proto__`. */
function withOwn<T extends object>(object: T, own: object): T {
  return Object.defineProperties(object, Object.getOwnPropertyDescriptors(own)) as T
}

function failure(message: string, own: object, cause: unknown): Error {
  return withOwn(new RangeError(message, { cause }), own)
}

const { value } = fc.letrec<{ value: unknown; object: object; secret: unknown }>((tie) => ({
  secret: fc.oneof(
    hidden,
    fc.record({ a: hidden, b: fc.array(hidden, { maxLength: 2 }) }),
    fc.array(hidden, { maxLength: 2 }),
  ),
  object: fc
    .tuple(
      fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }),
      fc.option(fc.tuple(secretKey, tie('secret')), { nil: undefined }),
    )
    .map(([entries, secret]) => Object.fromEntries(secret ? [...entries, secret] : entries)),
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    text,
    fc.constantFrom(1, true, null, undefined, 2n ** 70n, new Date(0)),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object').map((object) => new Map(Object.entries(object))),
    fc.array(tie('value'), { maxLength: 2 }).map((items) => new Set(items)),
    tie('object').map((object) => withOwn(new Account(), object)),
    tie('object').map((object) => withOwn(Object.create(null) as object, object)),
    tie('object').map((object) => new Sealed(object)),
    fc.tuple(text, tie('object'), tie('value')).map(([message, own, cause]) => failure(message, own, cause)),
    fc.tuple(text, tie('value')).map(([message, inner]) => new AggregateError([inner, new Error(message)], message)),
    tie('value').map((held) => ({
      get held() {
        return held
      },
    })),
  ),
}))

const fields = fc.dictionary(key, value, { maxKeys: 3 })
const call = fc.record({
  msg: fc.oneof(
    text,
    fc
      .array(fc.tuple(word, fc.constantFrom('%s', '%r', '%(user)s', '100%%')), { maxLength: 2 })
      .map((parts) => parts.flat().join(' ')),
  ),
  args: fc.array(value, { maxLength: 2 }),
  mapping: fc.option(fields, { nil: undefined }),
  extra: fc.option(fields, { nil: undefined }),
  adapted: fc.option(fields, { nil: undefined }),
  error: fc.option(fc.tuple(text, fields, value), { nil: undefined }),
  stack: fc.boolean(),
})
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never

const FORMATTERS: readonly (() => Formatter | null)[] = [
  () => null,
  () => new Formatter('%(levelname)s %(name)s %(message)s'),
  () => new Formatter('%(message)s | %(fields)s'),
  ...([undefined, 'ecs', 'gcp', 'gelf', 'otel', 'pino'] as const).map(
    (preset) => () => new JSONFormatter(preset === undefined ? {} : { preset }),
  ),
  () => new JournalFormatter() as unknown as Formatter,
]

/** A handler and what it has written. */
interface Sink {
  readonly handler: Handler
  text(): string
}

function streamSink(): Sink {
  const stream = new StringStream()
  return { handler: new StreamHandler(stream), text: () => stream.text }
}

function consoleSink(): Sink {
  const said: unknown[] = []
  const say = (...data: unknown[]): void => void said.push(...data)
  const handler = new ConsoleHandler({ console: { debug: say, log: say, info: say, warn: say, error: say } } as never)
  return {
    handler,
    text: () => said.map((each) => (typeof each === 'string' ? each : inspect(each, { depth: 9 }))).join('\n'),
  }
}

function behind(front: (sink: Sink) => Handler): Sink {
  const sink = streamSink()
  sink.handler.setFormatter(new JSONFormatter())
  return { handler: front(sink), text: sink.text }
}

/** A handler that makes bytes or texts of records in a way of its own. */
function custom(make: (record: LogRecord) => string): Sink {
  let said = ''
  const sink = streamSink()
  sink.handler.emit = (record: LogRecord) => void (said += make(record))
  return { handler: sink.handler, text: () => said }
}

const SINKS: readonly (() => Sink)[] = [
  streamSink,
  streamSink,
  consoleSink,
  () => behind(({ handler }) => new MemoryHandler(1, { target: handler })),
  () =>
    behind(({ handler }) => {
      const queue = new Queue()
      new QueueListener(queue, handler).start()
      return new QueueHandler(queue)
    }),
  // Unbounded: a redacted text may be the longer one, and its end be cut.
  () => custom((record) => toWireLine(record, {}, { maxInside: Infinity })),
  () => custom((record) => Buffer.from(new SocketHandler('localhost', 1).makePickle(record)).toString('latin1')),
  () => custom((record) => new URLSearchParams(new HTTPHandler('h', '/').mapLogRecord(record) as never).toString()),
]

function say(logger: Logger, { msg, args, mapping, extra, adapted, error, stack }: Call): void {
  const target = adapted === undefined ? logger : new LoggerAdapter(logger, adapted, { merge_extra: true })
  const keywords = {
    ...(extra && { extra }),
    ...(error && { exc_info: failure(...error) }),
    ...(stack && { stack_info: true }),
  }
  target.error(
    msg,
    ...(args as object[]),
    ...(mapping ? [mapping] : []),
    ...(Object.keys(keywords).length > 0 ? [keywords] : []),
  )
}

async function outputOf(
  one: Call,
  makeSink: () => Sink,
  makeFormatter: () => Formatter | null,
  place: 'logger' | 'handler' | 'none',
): Promise<string> {
  const logger = new RootLogger(10)
  const { handler, text } = makeSink()
  const formatter = makeFormatter()
  if (formatter !== null && handler.formatter === null) handler.setFormatter(formatter)
  logger.addHandler(handler)
  const redactor = new Redactor({ paths: ['**.password'], patterns: [/canary-\d+/] })
  if (place !== 'none') (place === 'logger' ? logger : handler).addFilter(redactor)
  say(logger, one)
  await handler.flush()
  const said = text()
  await handler.close()
  return said
}

// Half of the calls do not merge. What is reported of them has passed the Redactor, too.
beforeAll(() => void (settings.raiseExceptions = false))
afterAll(() => void (settings.raiseExceptions = true))

const words = (said: string, kind: string): string[] =>
  [...new Set(said.match(new RegExp(`${kind}-\\d+`, 'g')))].toSorted()

test('canaries are in no output, and all harmless words are', async () => {
  await fc.assert(
    fc.asyncProperty(
      call,
      fc.constantFrom(...SINKS),
      fc.constantFrom(...FORMATTERS),
      fc.constantFrom('logger' as const, 'handler' as const),
      async (one, sink, formatter, place) => {
        const redacted = await outputOf(one, sink, formatter, place)
        expect(words(redacted, 'canary')).toEqual([])
        expect(words(redacted, 'hidden')).toEqual([])
        const plain = await outputOf(one, sink, formatter, 'none')
        const lost = words(plain, 'harmless').filter((each) => !redacted.includes(each))
        expect(lost, `${plain}\n${redacted}`).toEqual([])
      },
    ),
    { numRuns: RUNS },
  )
})
