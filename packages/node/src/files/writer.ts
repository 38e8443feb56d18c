import { isatty } from 'node:tty'
import {
  checkNamedOptions,
  checkNumber,
  type Line,
  LINES,
  type LineStream,
  Timer,
  givenOfType,
  wholeNumber,
  withMethods,
} from '@treeline/core/internal'
import { Backlog, defaultLostLine } from './backlog.js'
import { type Codec, codecFor } from './codec.js'
import { errorCode, type FileDriver, fileDriver, type FileStat } from './fileDriver.js'
import { Held } from './held.js'
import { MarkedFile } from './markedFile.js'
import { OpenFile } from './openFile.js'
import { PathWatch } from './pathWatch.js'
import { plainError } from './plainError.js'

/** The optional parameters of `FileWriter`. */
export interface FileWriterOptions {
  /** The mode of a path: Python's `a` (default), `w`, `x` or `r+`, with `+` and `t` allowed. */
  mode?: string | undefined
  /**
   * utf-8 (default), utf-8-sig, ascii, latin-1, utf-16 and utf-32 (also with -le or -be), or a code page such as cp1252, iso8859-15 or
   * koi8-r: Python's names. utf-8-sig, utf-16 and utf-32 begin an empty file with a byte order mark.
   */
  encoding?: string | null | undefined
  /**
   * What happens to characters that the encoding does not have: Python's names. Default null: as `'strict'`, and half a surrogate
   * pair becomes U+FFFD in the UTF encodings.
   */
  errors?: string | null | undefined
  /** The most characters that are held back. Default 0: the text is in the file when `write` returns. */
  buffering?: number | undefined
  /** The longest time that text is held, in milliseconds. Default 1000. */
  flushIntervalMs?: number | undefined
  /** The name that a handler's repr shows. Default the path. */
  name?: string | undefined
  /** Whether this is stdout or stderr: never closed, and silent for good once its reader has gone. Default false. */
  standard?: boolean | undefined
  /** Called with an error of the timer's flush, which has no caller. Default: the error is ignored. */
  onError?: ((error: unknown) => void) | undefined
  /** Makes the line that stands for lost records. Default `… 3 records were lost (ENOSPC)`. */
  lostLine?: ((records: number, code: string) => string) | undefined
  /** Whether the file is opened at the first write, which is kept while that fails. Default false: at once. */
  delay?: boolean | undefined
  /** Returns what ends a record: a file whose last line a killed process left torn gets it first. Default: the end is not looked at. */
  terminator?: (() => string) | undefined
  /** Called before a write, to look at the path and to `reopen()`. Default: nothing is called. */
  beforeWrite?: (() => void) | undefined
  /** Called within a second of a write, when the path no longer leads to the file that is open. Default: nothing is called. */
  onGone?: (() => void) | undefined
  /** Makes the file of a path. Default: an `OpenFile`. @internal */
  makeFile?: ((path: string, driver: FileDriver) => OpenFile) | undefined
  /** The file system. Default `node:fs`. */
  driver?: FileDriver | undefined
}

const NAMES =
  'mode encoding errors buffering flushIntervalMs name standard onError lostLine delay terminator beforeWrite onGone makeFile driver'

/** The longest delay of a timer: a longer one fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1

// One buffer for all writers, used within one synchronous write. It has room for a block at six bytes a character.
const SLAB_BYTES = 131_072
let slab: Buffer | undefined

/** The bytes for the line that is being made, behind what is held. */
const LINE_BYTES = 65_536

/** The most bytes held as lines. A writer that may hold more holds text, whose memory grows only when there is text. */
const MAX_HELD_BYTES = 1 << 20

/**
 * Writes text to a file descriptor, synchronously. All file handlers and standard streams write through it.
 *
 * - Order: as written, always.
 * - Loss window: none without `buffering`. With it, a killed process loses what is held: at most `buffering` characters, for
 *   at most `flushIntervalMs`. The kernel's own cache is not forced to disk.
 * - Blocking: a write lasts as long as the file takes. When the reader of a pipe takes nothing for 400 ms, the write fails, and
 *   later writes do not wait until the reader takes something. A file descriptor that blocks is waited for without end.
 * - Failure (disk full, stuck reader): the caller gets the error, and the text is kept. The next write, flush or timer
 *   (`flushIntervalMs`) tries again. A line that was begun is finished first, so no line is torn or glued to another.
 * - Memory: `buffering` bytes of lines and characters of text; 64 KiB for the line that is being made; 1 Mi characters of text
 *   that could not be written (16 Mi of a standard stream), or one longer record, and one block or record that is being written.
 *   Beyond that the oldest records are dropped, and one line in their place says how many.
 * - At exit: `flush()` or `close()` has to be called. The exit hook does so through the handlers.
 */
export class FileWriter implements LineStream {
  readonly makes: typeof LINES = LINES
  readonly name: string
  readonly encoding: string
  /** Whether it is a standard stream at a terminal. */
  readonly isTTY: boolean

  private readonly file: OpenFile
  private readonly backlog: Backlog
  private readonly standard: boolean
  private readonly codec: Codec
  private readonly buffering: number
  /** The amount of held text and lines from which on it is written. */
  private limit: number
  private readonly flushIntervalMs: number
  private readonly onError: (error: unknown) => void
  private readonly beforeWrite: (() => void) | undefined
  private readonly timer = new Timer(() => this.onTimer())
  private readonly watch: PathWatch

  /** Whether calls are made into lines of bytes, in place of text. */
  private makesLines: boolean
  private held = new Held()

  /**
   * Opens a path, or takes an open file.
   *
   * @param target a path, which is opened at once, or an open file descriptor
   * @throws TypeError, RangeError for a wrong mode, encoding, errors, buffering or interval; what the file system throws
   */
  constructor(target: string | number, options: FileWriterOptions = {}) {
    checkNamedOptions(FileWriter, options, NAMES, new.target)
    const { mode = 'a', standard = false, driver = fileDriver, lostLine = defaultLostLine, terminator } = options
    this.standard = standard
    this.isTTY = standard && isatty(target as number)
    this.codec = codecFor(options.encoding, options.errors)
    this.encoding = options.encoding ?? 'utf-8'
    checkWriting(options)
    givenOfType(options, 'beforeWrite lostLine makeFile onError onGone terminator', 'function')
    givenOfType(options, 'delay standard', 'boolean')
    givenOfType(options, 'name', 'string')
    this.buffering = options.buffering ?? 0
    this.limit = this.buffering
    this.flushIntervalMs = options.flushIntervalMs ?? 1000
    this.makesLines = this.codec.isUtf8 && this.buffering <= MAX_HELD_BYTES
    this.onError = options.onError ?? ((): void => {})
    this.beforeWrite = options.beforeWrite
    this.name = options.name ?? String(target)
    const { mark } = this.codec
    this.file =
      typeof target === 'string' && options.makeFile !== undefined
        ? options.makeFile(target, driver)
        : mark === undefined
          ? new OpenFile(target, mode, driver)
          : new MarkedFile(target, mode, driver, mark)
    this.watch = new PathWatch(this.file, options.onGone)
    const onBlocked = (): void => this.startTimer()
    this.backlog = new Backlog(this.file, { codec: this.codec, driver, standard, lostLine, onBlocked, terminator })
    if (!options.delay) this.file.open()
    if (options.delay || (terminator !== undefined && this.file.position > 0)) this.backlog.expectTorn()
  }

  /** Whether the file is a regular one; false for a file descriptor that was passed in. */
  get regular(): boolean {
    return this.file.regular
  }

  get closed(): boolean {
    return this.file.closed
  }

  /** The bytes in the file: those found when it was opened, and those written since. */
  get position(): number {
    return this.file.position
  }

  /** @internal The number of records that wait because the file, or its reader, did not take them. */
  get waiting(): number {
    return this.backlog.records
  }

  /** @internal The file's state when it was opened; undefined before that. */
  get stat(): FileStat | undefined {
    return this.file.stat
  }

  /** @internal Whether the path leads to another file by now, or to none. */
  get isGone(): boolean {
    return this.file.isGone
  }

  /** The number of records that were lost for good. */
  get lost(): number {
    return this.backlog.lost
  }

  /** The most bytes that the file can have once everything held is in it. Unlike `tell()`, it writes nothing. */
  get atMost(): number {
    return this.file.position + this.held.maxBytes(this.codec.widest) + this.backlog.maxBytes
  }

  /**
   * Writes the text of one record.
   *
   * Hot path. Held text is a rope, and only its length is read: `Buffer.byteLength` would flatten it each time.
   *
   * @throws RangeError for a closed file, or text that the encoding does not have (that text is not written); what the file
   *   system throws (that text is kept and written later)
   */
  write(text: string): void {
    if (this.file.closed) throw new RangeError('I/O operation on closed file.')
    if (this.backlog.readerGone) {
      this.backlog.lost++
      return
    }
    if (this.codec.check !== null) this.codec.check(text)
    if (this.buffering === 0) {
      if (this.beforeWrite !== undefined) this.beforeWrite()
      this.goOn(this.takeText(text, 1))
      return
    }
    this.held.add(text)
    this.flushWhenFull()
  }

  /** Returns a line to write a call's bytes into, behind what is held; undefined where the call has to wait, or to be text. */
  openLine(): Line | undefined {
    if (this.backlog.blocked || !this.makesLines) return undefined
    return this.held.openLine(this.buffering + LINE_BYTES)
  }

  /**
   * Writes the line of one record, as `write` does its text. Returns false for the line of another writer, or one that has to
   * wait.
   *
   * Hot path: what is held grows, or one write.
   *
   * @throws as `write`
   */
  writeLine(line: Line): boolean {
    if (this.backlog.blocked || !this.makesLines || !this.held.addLine(line)) return false
    this.flushWhenFull()
    return true
  }

  /** @internal Writes each record at once from now on, or holds records again. What is held already stays until the next one. */
  holdNothing(isOn: boolean): void {
    this.limit = isOn ? 0 : this.buffering
  }

  private flushWhenFull(): void {
    if (this.held.size >= this.limit) this.flush()
    else this.startTimer()
  }

  /**
   * Writes everything that is held or waits.
   *
   * @throws what the file system throws; what was not written is kept
   */
  flush(): void {
    const { held, backlog } = this
    if (this.beforeWrite !== undefined && (held.size > 0 || backlog.records > 0)) this.beforeWrite()
    const lines = held.join()
    if (lines !== undefined) {
      const isWritten = this.takeBytes(lines.bytes, lines.held, lines.records)
      // Not before: near the end of the stack the bytes may not have been written.
      lines.clear()
      this.goOn(isWritten)
    } else if (held.textRecords > 0) {
      const isWritten = this.takeText(held.text, held.textRecords)
      held.clearText()
      this.goOn(isWritten)
    } else if (backlog.blocked) {
      this.goOn(false)
    }
  }

  /**
   * Flushes and returns the exact number of bytes in the file, as Python's `tell()` does.
   *
   * @throws what the file system throws
   */
  tell(): number {
    this.flush()
    return this.file.measure()
  }

  /** Counts records that never reached this writer; a line in the file will report them. */
  lose(records: number, code: string): void {
    this.backlog.lose(records, code)
  }

  /**
   * Opens the path anew, for appending: what is held or waits goes to the new file. A closed file stays closed.
   *
   * @throws what the file system throws; the file that was open stays, unless it was deleted: then the next write opens the path
   */
  reopen(): void {
    try {
      this.file.reopen()
    } finally {
      this.backlog.expectTorn()
    }
  }

  /**
   * Flushes and closes the file. A standard stream stays open; a second call does nothing.
   *
   * @throws what the file system throws; the file is closed, and what could not be written counts as lost
   */
  close(): void {
    if (this.file.closed) return
    try {
      // Held records must not go to a file that nobody sees any more.
      this.watch.end(this.held.size > 0)
      this.flush()
    } catch (error) {
      throw this.standard ? error : lostError(error, this.waiting)
    } finally {
      if (!this.standard) this.release()
    }
  }

  private release(): void {
    this.timer.stop()
    this.backlog.drop()
    this.makesLines = false
    // Frees the memory.
    this.held = new Held()
    this.file.close()
  }

  /**
   * Writes a text, or puts it behind what waits already. Returns whether it is in the file.
   *
   * Hot path. Node 20, lines of 100 bytes to a file on ext4, ns per line: `fs.writeSync(fd, string)` 1362, encodeInto a
   * reused buffer and `writeSync(fd, buffer)` 1384, buffer.write likewise 1459, `writeSync(fd, string)` checked with
   * `Buffer.byteLength` 1436; in blocks of 16 KB 111, 111, 114 and 127. The reused buffer costs next to nothing and shows
   * exactly how many bytes were to be written, which a string does not.
   */
  private takeText(text: string, records: number): boolean {
    const { codec, backlog } = this
    if (backlog.blocked) backlog.add(text, records)
    else if (text.length * codec.widest > SLAB_BYTES) backlog.begin(codec.encode(text), records)
    else {
      slab ??= Buffer.allocUnsafeSlow(SLAB_BYTES)
      return this.takeBytes(slab, codec.encodeInto(text, slab), records)
    }
    return false
  }

  /** Writes the bytes of whole lines, or puts them behind what waits already. Returns whether they are in the file. */
  private takeBytes(bytes: Buffer, length: number, records: number): boolean {
    const { backlog } = this
    if (backlog.blocked) {
      backlog.add(bytes.toString('utf8', 0, length), records)
      return false
    }
    const written = this.tryWrite(bytes, length)
    if (written === length) return true
    backlog.begin(Uint8Array.prototype.slice.call(bytes, 0, length), records, written)
    return false
  }

  /**
   * Writes what was taken and is not in the file yet.
   *
   * @throws what the file system throws
   */
  private goOn(isWritten: boolean): void {
    if (!isWritten) this.backlog.drain()
    if (this.watch.isIdle) this.watch.start()
  }

  /** Writes once and returns how many bytes the file took: 0 after an error, which shows again when the backlog tries. */
  private tryWrite(bytes: Buffer, length: number): number {
    try {
      return this.file.write(bytes, length)
    } catch {
      return 0
    }
  }

  private startTimer(): void {
    if (!this.timer.isRunning) this.timer.start(this.flushIntervalMs)
  }

  private onTimer(): void {
    try {
      this.flush()
    } catch (error) {
      this.onError(error)
    }
  }
}

function lostError(error: unknown, records: number): unknown {
  const { message } = error as Partial<Error>
  return records > 0 ? plainError(`${message}; ${records} records were lost`, errorCode(error)) : error
}

/**
 * Checks the options of writing.
 *
 * @throws TypeError, RangeError for a wrong buffering, interval or driver
 */
export function checkWriting({ buffering = 0, flushIntervalMs = 1000, driver = fileDriver }: FileWriterOptions): void {
  wholeNumber('buffering', buffering)
  const isDelay = (ms: number): boolean => ms > 0 && ms <= MAX_DELAY_MS
  checkNumber('flushIntervalMs', flushIntervalMs, isDelay, `a number from 1 to ${MAX_DELAY_MS}`)
  withMethods<unknown>('driver', driver, 'openSync writeSync closeSync fstatSync', 'a file system, such as node:fs')
}
