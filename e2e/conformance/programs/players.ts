// The streams, classes, filters and factories that programs use; program.py has the same ones.
import * as logging from '@treeline/core'
import { StringStream } from '@treeline/core/testing'

export class Stream extends StringStream {
  override readonly name: never

  constructor(name: string) {
    super()
    this.name = name as never
  }
}

export class FullStream extends Stream {
  override write(): void {
    throw new Error('disk full')
  }
}

class SubLogger extends logging.Logger {}

class MarkingLogger extends logging.Logger {
  override makeRecord(...args: Parameters<logging.Logger['makeRecord']>): logging.LogRecord {
    const record = super.makeRecord(...args)
    record['mark'] = 'marked'
    return record
  }
}

class QuietLogger extends logging.Logger {
  override isEnabledFor(level: number): boolean {
    return level >= 30 && super.isEnabledFor(level)
  }
}

class SubRecord extends logging.LogRecord {
  override getMessage(): string {
    return `<${super.getMessage()}>`
  }
}

class PrefixAdapter extends logging.LoggerAdapter {
  override process(msg: unknown, kwargs: logging.Keywords): [unknown, logging.Keywords] {
    const [text, keywords] = super.process(msg, kwargs)
    return [`[${this.name}] ${logging.str(text)}`, keywords]
  }
}

class FailingAdapter extends logging.LoggerAdapter {
  override process(): never {
    throw new Error('process failed')
  }
}

class QuietAdapter extends logging.LoggerAdapter {
  override isEnabledFor(level: number): boolean {
    return level >= 30 && super.isEnabledFor(level)
  }
}

function copyOf(record: logging.LogRecord): logging.LogRecord {
  return Object.create(Object.getPrototypeOf(record), Object.getOwnPropertyDescriptors(record)) as logging.LogRecord
}

function text(item: unknown): string {
  return item === undefined || item === null ? '-' : logging.str(item)
}

function noteTo(notes: string[]): logging.FilterLike {
  return ({ name, levelname, message, exc_text, user }) => {
    notes.push([name, levelname, message, exc_text, user].map(text).join(' '))
    return true
  }
}

export class EchoHandler extends logging.Handler {
  override emit(record: logging.LogRecord): void {
    if (record.name !== 'echo') logging.getLogger('echo').log(record.levelno, `echo ${record.getMessage()}`)
  }
}

export function makeFilter(kind: string, given: unknown, notes: string[]): logging.FilterLike {
  const filters: Record<string, () => logging.FilterLike> = {
    name: () => new logging.Filter(given as string | undefined),
    min: () => (record) => record.levelno >= (given as number),
    gives: () => () => given as boolean,
    odd: () => ({ filter: (record) => record.levelno % 20 === 10 }),
    replace: () => (record) => Object.assign(copyOf(record), { msg: `R:${logging.str(record.msg)}` }),
    tag: () => (record) => {
      record['user'] = 'tagged'
      return true
    },
    note: () => noteTo(notes),
    fail: () => () => {
      throw new Error('filter failed')
    },
  }
  return filters[kind]!()
}

export const FACTORIES: Record<string, logging.LogRecordFactory> = {
  plain: logging.LogRecord as never,
  sub: SubRecord as never,
  tag: (...args) => {
    const record = new logging.LogRecord(...args)
    record['user'] = 'made'
    return record
  },
  fail: () => {
    throw new Error('factory failed')
  },
}

export const LOGGER_CLASSES: Record<string, unknown> = {
  Logger: logging.Logger,
  SubLogger,
  MarkingLogger,
  QuietLogger,
  Stream,
}

export const ADAPTERS = {
  plain: logging.LoggerAdapter,
  prefix: PrefixAdapter,
  fail: FailingAdapter,
  quiet: QuietAdapter,
}

export function makeFormatter({ fmt, ...options }: Record<string, unknown>): logging.Formatter {
  return new logging.Formatter(fmt as string | undefined, options)
}
