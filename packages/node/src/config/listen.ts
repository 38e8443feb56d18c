import * as net from 'node:net'
import { getLevelName, getLogger, repr } from '@treeline/core'
import { refusePromise, checkNamedOptions, ofType, report, wholeNumberWithin } from '@treeline/core/internal'
import { dictConfig, fileConfig } from '@treeline/core/config'
import { type MessageLimits, receiveMessage } from './configMessage.js'
import { Connections } from './connections.js'

/** Python's default port for configurations. */
export const DEFAULT_LOGGING_CONFIG_PORT = 9030

/** The optional parameters of `listen`. */
export interface ListenOptions {
  /**
   * Takes the bytes of each message and returns the bytes to use (decrypted ones, say), or null to refuse the message.
   * Default: every message is used.
   */
  verify?: ((bytes: Uint8Array) => Uint8Array | null | undefined) | null | undefined
  /** The most bytes of a message. Default 1 MiB. */
  maxBytes?: number | undefined
  /** The longest time that a client may take for its message, in milliseconds. Default 10 000. */
  timeoutMs?: number | undefined
}

/** A server for configurations, with the method names of Python's thread. */
export interface ConfigListener {
  /**
   * Starts to listen.
   *
   * @throws Error when it was started before
   */
  start(): void
  /** Resolves when it has stopped and every connection is closed. */
  join(): Promise<void>
  /** Resolves when it listens. Rejects when it cannot (the port is taken), and the error is reported too. */
  readonly ready: Promise<void>
  /** The port. For port 0 it is the free port that was found, once `ready` has resolved. */
  readonly port: number
}

const HOST = '127.0.0.1'

let current: Listener | undefined

/**
 * Returns a server that takes configurations over a socket. Start it with `start()`, stop it with `stopListening()`.
 *
 * A client sends one message a connection, as in Python: four bytes of length, the highest byte first, then that many bytes of
 * UTF-8. They are a JSON object for `dictConfig`, or an ini file for `fileConfig`. A message that is refused is reported on
 * standard error and changes nothing.
 *
 * A JSON object with `"answer": true` gets an answer, unlike in Python: a line of JSON, `{"levels":{"app.db":"DEBUG"}}` with the
 * level in effect of each logger that the object names, or `{"refused":"…"}`.
 *
 * Every program on this machine can connect, and no other machine can. To keep programs out, check messages with `verify`. The
 * server does not keep the process alive.
 *
 * Differs from Python: `ready` and `join()` are promises; sizes, times and the number of connections have limits. A connection
 * that sends nothing is closed after 2 s. Where more than 256 are silent, or more than 16 have begun their message, the oldest
 * of them is closed.
 *
 * @param port default 9030; 0 for a free one
 * @throws TypeError, RangeError for a wrong port, limit or `verify`
 * @example
 * const listener = listen(0)
 * listener.start()
 * await listener.ready
 * console.log(listener.port)
 */
export function listen(port: number = DEFAULT_LOGGING_CONFIG_PORT, options: ListenOptions = {}): ConfigListener {
  return new Listener(port, options)
}

/**
 * Stops the listener that was started last; does nothing without one. Open connections are served to their end.
 *
 * @returns resolves when the last connection is closed
 */
export function stopListening(): Promise<void> {
  const listener = current
  current = undefined
  return listener === undefined ? Promise.resolve() : listener.stop()
}

class Listener implements ConfigListener {
  port: number
  readonly ready: Promise<void>
  private readonly verify: ListenOptions['verify']
  private readonly server: net.Server
  private readonly stopped: Promise<void>
  private started = false
  private stopping = false

  constructor(port: number, options: ListenOptions) {
    checkNamedOptions({ name: 'listen' }, options, 'verify maxBytes timeoutMs')
    this.port = wholeNumberWithin('port', port, 0, 65_535)
    const limits: MessageLimits = {
      maxBytes: wholeNumberWithin('maxBytes', options.maxBytes ?? 1 << 20, 1, 0xffff_ffff),
      timeoutMs: wholeNumberWithin('timeoutMs', options.timeoutMs ?? 10_000, 1, 0x7fff_ffff),
    }
    this.verify = options.verify ?? null
    if (this.verify !== null) ofType('verify', this.verify, 'function')
    const connections = new Connections()
    this.server = net.createServer((socket) => {
      connections.add(socket)
      receiveMessage(
        socket,
        limits,
        (bytes) => this.configure(bytes),
        (error) => {
          report(this, error)
          return ''
        },
      )
    })
    this.ready = new Promise((resolve, reject) => {
      this.server.once('listening', () => {
        this.port = (this.server.address() as net.AddressInfo).port
        // It was stopped before it listened.
        if (this.stopping) this.server.close()
        resolve()
      })
      this.server.on('error', (error) => {
        if (current === this) current = undefined
        report(this, error)
        reject(error)
      })
    })
    // Not an unhandled rejection: the error was reported.
    this.ready.catch(() => {})
    this.stopped = new Promise((resolve) => this.server.once('close', resolve))
  }

  start(): void {
    if (this.started) throw new Error('threads can only be started once')
    this.started = true
    current = this
    this.server.unref().listen(this.port, HOST)
  }

  async join(): Promise<void> {
    if (!this.started) throw new Error('cannot join thread before it is started')
    try {
      await this.ready
    } catch {
      return
    }
    await this.stopped
  }

  stop(): Promise<void> {
    this.stopping = true
    if (this.server.listening) this.server.close()
    return this.join()
  }

  private configure(bytes: Buffer): string {
    const verified = this.verify ? refusePromise(this.verify(bytes)) : bytes
    if (verified === null || verified === undefined) return ''
    if (!(verified instanceof Uint8Array))
      throw new TypeError(`verify must return bytes or null, not ${repr(verified)}`)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(verified)
    const config = parseJSON(text)
    // Only a client that asks gets an answer: one that reads nothing would not see the end of its connection.
    if ((config as { answer?: unknown } | null | undefined)?.answer === true) return this.answer(text, config as object)
    configureBy(text, config)
    return ''
  }

  private answer(text: string, config: object): string {
    try {
      configureBy(text, config)
    } catch (error) {
      report(this, error)
      return answerOf({ refused: error instanceof Error ? error.message : repr(error) })
    }
    return answerOf({ levels: Object.fromEntries(namesIn(config).map((name) => [name, levelInEffect(name)])) })
  }
}

/** The answer to a client. */
interface Answer {
  /** The level in effect of each logger that was named. */
  readonly levels?: Readonly<Record<string, string>>
  /** Why nothing has changed. */
  readonly refused?: string
}

/** The most loggers of an answer. */
const MAX_NAMES = 100

function answerOf(answer: Answer): string {
  return `${JSON.stringify(answer)}\n`
}

function configureBy(text: string, config: unknown): void {
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) dictConfig(config as never)
  else fileConfig({ read: () => text })
}

/** Returns the names of the loggers that a configuration names, `root` among them. */
function namesIn(config: { readonly loggers?: object; readonly root?: object }): string[] {
  return [...Object.keys(config.loggers ?? {}).slice(0, MAX_NAMES), ...(config.root ? ['root'] : [])]
}

function levelInEffect(name: string): string {
  return String(getLevelName(getLogger(name).getEffectiveLevel()))
}

/** Returns the value of a JSON text; undefined for any other text. */
function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
