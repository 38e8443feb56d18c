// A call's line is made as bytes where nobody sees its record. The file must hold the same bytes as with records. Here the same
// calls go to two files. The handler of one has a filter, so it gets records.
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { Formatter, JSONFormatter, type Logger, LoggerAdapter, Manager, RootLogger } from '@treeline/core'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { FileHandler } from '../files/fileHandler.js'
import { registerDirect } from '@treeline/core/internal'
import { registerFileOutputs } from './fileOutput.js'

registerDirect()
registerFileOutputs()

afterEach(() => vi.restoreAllMocks())

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', 'a\nb', '\ud83d', '\udf32', '🌲', 'é', 'x'.repeat(65), 'é"'.repeat(40), '🌲'.repeat(9000)),
)
const number = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.double(), fc.constantFrom(-0, 2 ** 31, -(2 ** 31)))
const value = fc.oneof(text, number, fc.constantFrom(null, true, undefined, 1n), fc.anything())
const literal = text.map((piece) => piece.replaceAll('%', '%%'))
const message = fc
  .array(fc.tuple(literal, fc.constantFrom('%s', '%s', '%d', '%5s', '%%')), { maxLength: 4 })
  .map((pieces) => pieces.flat().join(''))
const fieldsOf = (...keys: string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), value, { maxKeys: 5 })
const fields = fieldsOf('user', 'time', 'message', 'é', '')
/** A message, and just the arguments that it takes. */
const fitting = fc
  .array(
    fc.tuple(
      literal,
      fc.oneof(
        text.map((piece) => ['%s', piece]),
        number.map((n) => ['%s', n]),
        fc.maxSafeInteger().map((n) => ['%d', n]),
      ),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((pieces) => ({
    msg: pieces.map(([piece, [spec]]) => `${piece}${spec}`).join(''),
    args: pieces.map(([, [, arg]]) => arg),
  }))
const any = fc.record({
  msg: fc.oneof(message, text),
  args: fc.oneof(
    { weight: 2, arbitrary: fc.array(fc.oneof(text, number, value), { maxLength: 3 }) },
    { weight: 2, arbitrary: fields.map((mapping): unknown[] => [mapping]) },
  ),
})
const kept = { service: 'api', instance: 7, note: 'naïve "🌲"' }
/** What happens to one of the calls, or between two. */
const step = fc.record({
  name: fc.oneof(fc.constantFrom('app', 'app.db', 'é'), text),
  level: fc.constantFrom(10, 20, 30, 40),
  ms: fc.constantFrom(0, 999, 1_700_000_000_123, 1_700_000_000_124),
  call: fc.oneof(fitting, any),
  extra: fc.option(fieldsOf('user', 'time', 'é'), { freq: 4 }),
  adapted: fc.boolean(),
  flush: fc.boolean(),
})
const formatter = fc.oneof(
  fc
    .constantFrom('%(message)s', '%(asctime)s %(levelname)s %(name)s %(message)s', '«%(name)s» %(message)s!')
    .map((fmt) => (): Formatter => new Formatter(fmt)),
  fc.constantFrom(undefined, 'ecs', 'gcp', 'gelf', 'otel', 'pino').map((preset) => (): Formatter => {
    return new JSONFormatter({ preset: preset as never })
  }),
)
/** How many bytes a write takes at most, or the code of its failure. */
const room = fc.oneof({ weight: 6, arbitrary: fc.constant(Infinity) }, fc.nat({ max: 50 }), fc.constantFrom('EAGAIN'))

/** A file in memory. */
class Disk {
  readonly blocks: Buffer[] = []
  length = 0

  /** @param script what becomes of the first writes */
  driver(script: (number | string)[]): FileDriver {
    const writeSync: FileDriver['writeSync'] = (_fd, bytes, offset, length) => {
      const next = script.shift() ?? Infinity
      if (typeof next === 'string') throw Object.assign(new Error(next), { code: next })
      const written = Buffer.from(bytes.subarray(offset, offset + Math.min(length, next)))
      this.blocks.push(written)
      this.length += written.length
      return written.length
    }
    const fstatSync = (): { size: number; isFile(): boolean } => ({ size: this.length, isFile: () => true })
    return { ...fileDriver, openSync: () => 7, closeSync: () => {}, pauseSync: () => {}, fstatSync, writeSync }
  }

  get text(): string {
    return Buffer.concat(this.blocks).toString()
  }
}

interface Target {
  readonly disk: Disk
  readonly handler: FileHandler
  getLogger(name: string): Logger
}

function target(
  make: () => Formatter,
  buffering: number,
  seesRecords: boolean,
  script: readonly (number | string)[],
): Target {
  const disk = new Disk()
  const root = new RootLogger(1)
  const manager = new Manager(root)
  root.manager = manager
  const handler = new FileHandler('app.log', { buffering, driver: disk.driver([...script]) })
  handler.setFormatter(make())
  // Errors go to the same place: they too must be the same.
  handler.handleError = (record, error) =>
    void handler.stream!.write(`${String(error)} ${record.levelno} ${record.name}\n`)
  if (seesRecords) handler.addFilter(() => true)
  root.addHandler(handler)
  return { disk, handler, getLogger: (name) => manager.getLogger(name) }
}

test('the bytes of a call are those of its record', () => {
  let lines = 0
  fc.assert(
    fc.property(
      formatter,
      fc.constantFrom(0, 0, 1, 300, 16_384, 2 ** 21),
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(room, { maxLength: 5 }),
      (make, buffering, steps, script) => {
        const targets = [target(make, buffering, false, script), target(make, buffering, true, [])]
        const writeLine = vi.spyOn(targets[0]!.handler.stream!, 'writeLine')
        for (const { name, level, ms, call, extra, adapted, flush } of steps) {
          vi.spyOn(Date, 'now').mockReturnValue(ms)
          for (const { getLogger, handler, disk } of targets) {
            const logger = getLogger(name)
            const rest = extra === null ? call.args : [...call.args, { extra }]
            if (adapted) new LoggerAdapter(logger, kept).log(level, call.msg, ...rest)
            else logger.log(level, call.msg, ...rest)
            if (flush) handler.flush()
            if (buffering === 0) expect(handler.stream!.tell()).toBe(disk.length)
          }
        }
        lines += writeLine.mock.results.filter((result) => result.value === true).length
        for (const { handler } of targets) handler.close()
        expect(targets[0]!.disk.text).toBe(targets[1]!.disk.text)
      },
    ),
    { numRuns: 1000 },
  )
  expect(lines).toBeGreaterThan(1000)
})
