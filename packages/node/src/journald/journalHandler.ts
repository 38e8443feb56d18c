import { connect } from 'node:net'
import { getLevelName, type LogRecord, WARNING } from '@treeline/core'
import { checkNamedOptions, fail, ofType, textOf, wholeNumber } from '@treeline/core/internal'
import { Connection } from '../network/connection.js'
import { MAX_QUEUE_BYTES, TransportHandler } from '../network/transportHandler.js'
import { programName } from '../process/programName.js'
import { checkIdentifier } from './identifier.js'
import { journalLines } from './journalLines.js'
import { priorityOf } from './priority.js'

/** The optional parameters of `JournalHandler`. */
export interface JournalHandlerOptions {
  /** The name that `journalctl -t` finds. Default that of the program's file. */
  identifier?: string | undefined
  /** The journal's socket. Default `/run/systemd/journal/stdout`. */
  path?: string | undefined
  /** The most bytes that wait while the journal is down. Default 4 MiB. */
  maxQueueBytes?: number | undefined
}

const PATH = '/run/systemd/journal/stdout'
const INFO_PRIORITY = 6

/**
 * Sends records to systemd's journal on the same machine, with their priorities. Each line of a text is an entry of its own.
 *
 * The journal takes fields by datagrams only, which Node cannot send to a unix socket: for fields and texts of several lines use
 * `JournalRemoteHandler`.
 *
 * - Order: as logged.
 * - Loss window: none while the journal is there; what waits at an exit is sent before the process ends. While it is down,
 *   `maxQueueBytes` wait; an entry says how many records were lost beyond that.
 *
 * Python has no such class; python-systemd has one of this name.
 *
 * @throws TypeError, RangeError for wrong options
 * @example getLogger().addHandler(new JournalHandler({ identifier: 'shop' }))
 */
export class JournalHandler extends TransportHandler {
  readonly identifier: string
  readonly path: string
  /** @internal */
  protected readonly transport: Connection

  constructor(options: JournalHandlerOptions = {}) {
    checkNamedOptions(JournalHandler, options, 'identifier path maxQueueBytes', new.target)
    const { identifier = programName(), path = PATH, maxQueueBytes = MAX_QUEUE_BYTES } = options
    checkIdentifier(identifier)
    ofType('path', path, 'string')
    wholeNumber('maxQueueBytes', maxQueueBytes, 1)
    super()
    this.identifier = identifier
    this.path = path
    this.transport = new Connection({
      open: () => connect(path),
      target: () => ({ kind: 'tcp', options: { path } }),
      preamble: () => preamble(identifier),
      maxQueueBytes,
      lostChunk: (count) => entry(WARNING, `${count} records were lost: the journal did not take them`),
      onDown: (error) => this.tellDown(error),
      onLost: (count) => this.tellLost(count),
    })
  }

  /** @internal */
  protected override get place(): string {
    return this.path
  }

  override emit(record: LogRecord): void {
    try {
      this.transmit(entry(record.levelno, textOf(this.format(record))))
    } catch (error) {
      fail(this, record, error)
    }
  }

  override toString(): string {
    return `<${this.constructor.name} ${this.identifier} (${getLevelName(this.level)})>`
  }
}

/** Returns the journal's first lines: the name, no unit, the default priority, that lines have priorities, and nothing forwarded. */
function preamble(identifier: string): Uint8Array {
  return Buffer.from(`${identifier}\n\n${INFO_PRIORITY}\n1\n0\n0\n0\n`)
}

function entry(levelno: number, text: string): Uint8Array {
  // A NUL would end the line.
  return Buffer.from(`${journalLines(priorityOf(levelno), text.replaceAll('\0', '\ufffd'))}\n`)
}
