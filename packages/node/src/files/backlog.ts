import type { Codec } from './codec.js'
import { errorCode, type FileDriver } from './fileDriver.js'
import type { OpenFile } from './openFile.js'
import { plainError } from './plainError.js'
import { mayWait, tookSome, waited } from './patience.js'
import { unwritten } from './unwritten.js'

/** A backlog's access to its writer. */
export interface BacklogOptions {
  readonly codec: Codec
  readonly driver: FileDriver
  /** Whether EPIPE means that nobody will ever read again. */
  readonly standard: boolean
  /** Makes the line that stands for lost records. */
  readonly lostLine: (records: number, code: string) => string
  /** Called when `drain` could not write everything. */
  readonly onBlocked: () => void
  /** Returns what ends a record. A file whose last line was torn gets it first. Default `''`: the file's end is not looked at. */
  readonly terminator?: (() => string) | undefined
}

/** Text that waits for room in the file, and the number of records in it. */
interface Block {
  text: string
  records: number
}

/** The most characters that wait for a file, beside the bytes that are being written. */
const MAX_CHARS = 1 << 20

/** The same for the reader of a standard stream, which may start late or stop for a while. */
const MAX_STANDARD_CHARS = 1 << 24

/** The size of a full block in characters: dropping the oldest block then drops few records. */
const BLOCK_CHARS = 16_384

const LONGEST_PAUSE_MS = 50

const TAKES_NOTHING =
  'EAGAIN: the reader takes nothing; what is logged is kept, up to a bound, and written when it does'

const TRY_AGAIN: ReadonlySet<unknown> = new Set(['EAGAIN', 'EINTR', 'EBUSY'])

/**
 * Keeps what a file did not take, writes it when there is room, and counts what is lost.
 *
 * - Order: bytes that were begun come first, then a line for lost records, then the kept text, oldest first.
 * - Bound: 1 Mi characters of text, 16 Mi of a standard stream. Beyond it the oldest blocks are dropped, and counted in `lost`.
 */
export class Backlog {
  /** The number of records that were lost for good. */
  lost = 0
  /** Whether the writer must not write by itself: something older waits, or nobody reads. */
  blocked = false
  /** Whether the reader of a standard stream has gone: nothing is written any more. */
  readerGone = false

  private readonly file: OpenFile
  private readonly codec: Codec
  private readonly driver: FileDriver
  private readonly standard: boolean
  private readonly maxChars: number
  private readonly lostLine: (records: number, code: string) => string
  private readonly onBlocked: () => void
  private draining = false
  /** The whole records that are written next, and how many of their bytes are in the file. */
  private current: Uint8Array | null = null
  private written = 0
  private currentRecords = 0
  private readonly blocks: Block[] = []
  private chars = 0
  /** Lost records that no line in the file reports yet, and the code of the last failure. */
  private unreported = 0
  private code = ''
  /** Whether the reader took nothing the last time it was waited for. */
  private stuck = false
  /** Whether the end of the file was not looked at yet: a process that was killed may have left half a line. */
  private mayBeTorn = false
  private readonly terminator: () => string

  constructor(file: OpenFile, options: BacklogOptions) {
    const { codec, driver, standard, lostLine, onBlocked, terminator = (): string => '' } = options
    this.file = file
    this.codec = codec
    this.driver = driver
    this.standard = standard
    this.maxChars = standard ? MAX_STANDARD_CHARS : MAX_CHARS
    this.lostLine = lostLine
    this.onBlocked = onBlocked
    this.terminator = terminator
  }

  /** The number of records that wait, or were lost without a line that reports them. */
  get records(): number {
    return this.blocks.reduce((sum, { records }) => sum + records, this.begun + this.unreported)
  }

  /** The number of the records that are written next and are not whole in the file. */
  private get begun(): number {
    const { current, written, currentRecords } = this
    if (current === null || written === 0 || currentRecords < 2) return current === null ? 0 : currentRecords
    return unwritten(current, written, currentRecords, this.codec.encode(String(this.terminator())))
  }

  /** The most bytes that everything kept can become. */
  get maxBytes(): number {
    return this.chars * this.codec.widest + (this.current === null ? 0 : this.current.length - this.written)
  }

  /** Makes the next write open the file where it is not open, and look at its end. */
  expectTorn(): void {
    this.mayBeTorn = true
    this.blocked = true
  }

  /**
   * Keeps bytes that the file did not take; only while nothing else waits.
   *
   * @param bytes whole records; they are kept as they are
   * @param written the number of bytes that were written
   */
  begin(bytes: Uint8Array, records: number, written = 0): void {
    this.current = bytes
    this.currentRecords = records
    this.written = written
    this.blocked = true
  }

  /** Keeps a text behind everything that waits, and drops the oldest blocks beyond the bound, never this text. */
  add(text: string, records: number): void {
    const { blocks } = this
    const last = blocks.at(-1)
    if (last !== undefined && last.text.length + text.length <= BLOCK_CHARS) {
      last.text += text
      last.records += records
    } else {
      blocks.push({ text, records })
    }
    this.chars += text.length
    while (this.chars > this.maxChars && blocks.length > 1) {
      const oldest = this.shiftBlock()!
      this.lost += oldest.records
      this.unreported += oldest.records
    }
  }

  /** Counts records that never came here; a line in the file will report them. */
  lose(records: number, code: string): void {
    this.lost += records
    this.unreported += records
    this.code = code
    this.blocked = true
  }

  /**
   * Writes everything that waits.
   *
   * @throws what the file system throws; what was not written is kept
   */
  drain(): void {
    // A formatter that makes the line for lost records may log to this file. That text was added, and is written by the outer call.
    if (this.draining || this.readerGone || !this.hasText) return
    this.draining = true
    this.blocked = true
    try {
      this.open()
      while (this.current !== null || this.takeNext()) {
        const bytes = this.current!
        this.written += this.writeSome(bytes.subarray(this.written))
        if (this.readerGone) return
        if (this.written >= bytes.length) this.current = null
      }
      this.blocked = false
    } finally {
      this.draining = false
      if (this.blocked && !this.readerGone) this.onBlocked()
    }
  }

  /** Gives up everything that waits and counts it as lost. */
  drop(): void {
    this.lost += this.begun
    for (const { records } of this.blocks) this.lost += records
    this.current = null
    this.blocks.length = 0
    this.chars = 0
    this.unreported = 0
    this.blocked = this.readerGone
  }

  private get hasText(): boolean {
    return this.current !== null || this.unreported > 0 || this.blocks.length > 0
  }

  private open(): void {
    try {
      this.file.open()
    } catch (error) {
      this.code = errorCode(error)
      throw error
    }
  }

  /** Encodes what has to be written next; returns false when nothing waits. */
  private takeNext(): boolean {
    const next = this.unreported > 0 ? { text: this.reportLost(), records: 0 } : this.shiftBlock()
    if (next === undefined) return false
    this.current = this.codec.encode(this.missingEnd() + next.text)
    this.currentRecords = next.records
    this.written = 0
    return true
  }

  private shiftBlock(): Block | undefined {
    const block = this.blocks.shift()
    this.chars -= block?.text.length ?? 0
    return block
  }

  /** Returns the end that the line before lacks, for one write with what follows: '' for a whole line. */
  private missingEnd(): string {
    if (!this.mayBeTorn) return ''
    this.mayBeTorn = false
    const end = String(this.terminator())
    // A line that another terminator has ended is whole as well.
    const isOver = end.endsWith('\n') && !this.file.lacks(this.codec.encode('\n'))
    return !isOver && this.file.lacks(this.codec.encode(end)) ? end : ''
  }

  private reportLost(): string {
    const { unreported, code } = this
    this.unreported = 0
    try {
      return this.lostLine(unreported, code)
    } catch {
      return defaultLostLine(unreported, code)
    }
  }

  /**
   * Writes at least one byte and returns how many were written. Waits for a reader that is slow.
   *
   * @throws what the file system throws
   */
  private writeSome(bytes: Uint8Array): number {
    let pauseMs = 1
    for (let waitedMs = 0; ; waitedMs += pauseMs, pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const written = this.tryOnce(bytes)
      if (written >= 0) return written
      if (!mayWait(waitedMs, this.stuck)) {
        this.stuck = true
        throw plainError(TAKES_NOTHING, this.code)
      }
      this.driver.pauseSync(pauseMs)
      waited(pauseMs)
    }
  }

  /**
   * Writes once. Returns how many bytes were written, -1 where the reader takes none now, and 0 where it has gone.
   *
   * @throws what the file system throws
   */
  private tryOnce(bytes: Uint8Array): number {
    try {
      const written = this.file.write(bytes, bytes.length)
      if (written === 0 && bytes.length > 0) {
        this.code = 'EAGAIN'
        return -1
      }
      this.stuck = false
      tookSome()
      return written
    } catch (error) {
      this.code = errorCode(error)
      if (this.standard && this.code === 'EPIPE') {
        this.readerGone = true
        this.drop()
        return 0
      }
      if (!TRY_AGAIN.has(this.code)) throw error
      return -1
    }
  }
}

/** Returns the line for lost records of a writer that has no other. */
export function defaultLostLine(records: number, code: string): string {
  return records === 1 ? `… 1 record was lost (${code})\n` : `… ${records} records were lost (${code})\n`
}
