/* oxlint-disable typescript/no-explicit-any -- others have it in their interfaces */
// What logging methods are given to and taken for. All of it has to compile but what is expected not to; types.test.ts checks it.
import * as logging from 'treeline'

declare const log: logging.Logger
declare const adapter: logging.LoggerAdapter
declare const either: logging.Logger | logging.LoggerAdapter
declare const level: 'info' | 'warn'
declare const lines: string[]

// --- subclasses take what they like ---------------------------------------------------------------------------------------

class Any extends logging.Logger {
  override info(msg: unknown, ...args: unknown[]): void {
    super.info(msg, ...args)
  }
  override warn(msg: string, ...args: string[]): void {
    super.warn(msg, ...args)
  }
  override error(msg: string): void {
    super.error(msg)
  }
  override debug(...args: Parameters<logging.Logger['debug']>): void {
    super.debug(...args)
  }
  override fatal(): void {}
  override log(at: number, msg: string, name: string, count?: number): void {
    super.log(at, msg, name, count)
  }
}

class Quiet extends logging.LoggerAdapter {
  override log(at: number, msg: unknown, ...args: unknown[]): void {
    this.logger.log(at, msg, ...args)
  }
}

class Typed extends logging.Logger {
  override info<const M, A extends logging.Argument[]>(
    msg: logging.Message<M, A>,
    ...args: logging.Arguments<A>
  ): void {
    super.info(msg, ...args)
  }
  audit<const M, A extends logging.Argument[]>(msg: logging.Message<M, A>, ...args: logging.Arguments<A>): void {
    this.log(25, msg, ...args)
  }
}

new Any('a').info('user %s')
new Quiet(log).info('user %s', 'ann')
new Typed('a').info('user %s', 'ann')
// @ts-expect-error an argument is missing
new Typed('a').info('user %s')
new Typed('a').audit('user %s', 'ann', { extra: {} })
// @ts-expect-error an argument is missing
new Typed('a').audit('user %s')

// --- wrappers -------------------------------------------------------------------------------------------------------------

const forward = (...args: Parameters<logging.Logger['info']>): void => log.info(...args)
forward('user %s', 'ann')
const untyped = (msg: string, ...args: unknown[]): void => log.info(msg, ...args)
untyped('user %s', 'ann')
function checked<const M, A extends logging.Argument[]>(
  msg: logging.Message<M, A>,
  ...args: logging.Arguments<A>
): void {
  log.info(msg, ...args)
  logging.log(25, msg, ...args)
  adapter.error(msg, ...args)
}
checked('user %s', 'ann')
// @ts-expect-error an argument is missing
checked('user %s')

const bound = log.info.bind(log)
bound('user %s', 'ann')
// @ts-expect-error an argument is missing
bound('user %s')

log[level]('user %s', 'ann')
// @ts-expect-error an argument is missing
log[level]('user %s')
either.info('user %s', 'ann')

// An adapter may merge formats of its own.
new Quiet(log).info('user {} did {}', 'ann', 3)
adapter.info('user {}', 'ann')
// @ts-expect-error a logger merges none
log.info('user {}', 'ann')
// @ts-expect-error an argument is missing
adapter.info('user %s')

/** Logs a value of a type that is not known yet. */
export function generic<T, U extends { id: number }, M extends string, R extends unknown[]>(
  value: T,
  one: U,
  msg: M,
  ...others: R
): void {
  log.info('%s', value)
  log.info('%d', value)
  log.info('saved', one, { extra: { value } })
  log.info('%(id)d %(name)s', one)
  log.info(msg)
  log.info(msg, value, ...others)
  log.info('%s %s', ...others)
}

// --- what asks for a logger of another kind -----------------------------------------------------------------------------

interface PinoMethod {
  <T, M extends string = string>(obj: T, msg?: T extends string ? never : M, ...args: any[]): void
  (obj: unknown, msg?: string, ...args: any[]): void
  (msg: string, ...args: any[]): void
}
interface FastifyLogger {
  level: string | number
  info: PinoMethod
  warn: PinoMethod
  error: PinoMethod
  fatal: PinoMethod
  debug: PinoMethod
}
interface Plain {
  info(msg: string, ...args: unknown[]): void
  error(message: string | Error): void
}
interface Functions {
  info: (...args: unknown[]) => void
  warn: (message: string, context?: object) => void
  error: (this: void, ...args: any[]) => void
}

/** Gives our loggers for others. */
export const given: [
  Pick<Console, 'debug' | 'error' | 'info' | 'log' | 'warn'>,
  Pick<FastifyLogger, 'debug' | 'error' | 'fatal' | 'info' | 'level' | 'warn'>,
  Plain,
  Plain,
  Plain,
  Functions,
] = [{ ...console, ...log } as unknown as Console, log, log, adapter, logging, log]
export const asConsole: Pick<Console, 'debug' | 'error' | 'info' | 'warn'> = logging.getLogger()
declare const mixed: Console | logging.Logger
mixed.info('user %s', 'ann')

// Promises, arrays, emitters and timers call them.
Promise.reject(new Error('x')).catch(log.error)
lines.forEach(log.info)
setTimeout(log.info, 10, 'user %s', 'ann')
addEventListener('error', log.error)

// --- doubles in tests -------------------------------------------------------------------------------------------------------

/** Loggers that somebody else wrote. */
export const doubles: Pick<logging.Logger, 'error' | 'info' | 'warn'>[] = [
  { info() {}, warn() {}, error() {} },
  {
    info: (msg: unknown) => void lines.push(String(msg)),
    warn: (msg: string, ...args: string[]) => void lines.push(msg, ...args),
    error: (...args: unknown[]) => void lines.push(String(args)),
  },
  console,
]

// --- levels of one's own ------------------------------------------------------------------------------------------------------

declare module 'treeline' {
  interface CustomLevels {
    NOTICE: 25
  }
  interface Logger {
    notice: Logger['info']
  }
}

logging.addLevelName(25, 'NOTICE')
log.setLevel('NOTICE')
log.setLevel('notice')
adapter.setLevel('NOTICE')
logging.basicConfig({ level: 'NOTICE' })
// @ts-expect-error there is no such level
log.setLevel('LOUD')
log.notice('user %s', 'ann')
// @ts-expect-error an argument is missing
log.notice('user %s')
