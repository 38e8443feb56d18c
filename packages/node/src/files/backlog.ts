import type { Codec } from './codec.js'
import { errorCode, type FileDriver } from './fileDriver.js'
import type { OpenFile } from './openFile.js'

/** What a backlog needs to know of its writer. */
export interface BacklogOptions {
  readonly codec: Codec
  readonly driver: FileDriver
  /** Whether EPIPE means that nobody will ever read again. */
  readonly standard: boolean
  /** Makes the line that stands for lost records. */
  readonly lostLine: (records: number, code: string) => string
  /** Called when `drain` could not write everything. */
  readonly onBlocked: () => void
}

/** Text that waits for room in the file, and the number of records in it. */
interface Block {
  text: string
  records: number
}

/** At most this many characters wait, besides the bytes that are being written. */
const MAX_CHARS = 1 << 20

/** Blocks are filled to this size: dropping the oldest one then drops few records. */
const BLOCK_CHARS = 16_384

/** A reader that takes nothing is waited for this long. */
const PATIENCE_MS = 5000
const LONGEST_PAUSE_MS = 50

const TRY_AGAIN: ReadonlySet<unknown> = new Set(['EAGAIN', 'EINTR', 'EBUSY'])

/**
 * What a file did not take: keeps it, writes it when there is room, and counts what is lost.
 *
 * - Order: bytes that were begun come first, then a line for lost records, then the kept text, oldest first.
 * - Bound: 1 Mi characters of text. Beyond it the oldest blocks are dropped, and counted in `lost`.
 */
export class Backlog {
  /** How many records were lost for good. */
  lost = 0
  /** Whether the writer must not write by itself: something older waits, or nobody reads. */
  blocked = false
  /** Whether the reader of a standard stream has gone: nothing is written any more. */
  readerGone = false

  private readonly file: OpenFile
  private readonly codec: Codec
  private readonly driver: FileDriver
  private readonly standard: boolean
  private readonly lostLine: (records: number, code: string) => string
  private readonly onBlocked: () => void
  private draining = false
  /** The bytes that are written next: whole records, or the rest of them after a short write. */
  private current: Uint8Array | null = null
  private currentRecords = 0
  private readonly blocks: Block[] = []
  private chars = 0
  /** Lost records that no line in the file tells of yet, and the code of the last failure. */
  private unreported = 0
  private code = ''
  /** Whether the reader took nothing the last time it was waited for. */
  private stuck = false

  constructor(file: OpenFile, { codec, driver, standard, lostLine, onBlocked }: BacklogOptions) {
    this.file = file
    this.codec = codec
    this.driver = driver
    this.standard = standard
    this.lostLine = lostLine
    this.onBlocked = onBlocked
  }

  /** The most bytes that everything kept can become. */
  get maxBytes(): number {
    return this.chars * this.codec.widest + (this.current?.length ?? 0)
  }

  /** Keeps bytes that the file did not take; only while nothing else waits. */
  begin(bytes: Uint8Array, records: number): void {
    this.current = bytes
    this.currentRecords = records
    this.blocked = true
  }

  /** Keeps a text behind everything that waits, and drops the oldest blocks beyond the bound. */
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
    while (this.chars > MAX_CHARS) {
      const oldest = blocks.shift()!
      this.chars -= oldest.text.length
      this.lost += oldest.records
      this.unreported += oldest.records
    }
  }

  /** Counts records that never came here; a line in the file will tell of them. */
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
    if (this.draining || this.readerGone) return
    this.draining = true
    this.blocked = true
    try {
      while (this.current !== null || this.takeNext()) {
        const bytes = this.current!
        const written = this.writeSome(bytes)
        if (this.readerGone) return
        this.current = written < bytes.length ? bytes.subarray(written) : null
      }
      this.blocked = false
    } finally {
      this.draining = false
      if (this.blocked && !this.readerGone) this.onBlocked()
    }
  }

  /** Gives up everything that waits and counts it as lost. */
  drop(): void {
    if (this.current !== null) this.lost += this.currentRecords
    for (const { records } of this.blocks) this.lost += records
    this.current = null
    this.blocks.length = 0
    this.chars = 0
    this.unreported = 0
    this.blocked = this.readerGone
  }

  /** Encodes what has to be written next; returns false when nothing waits. */
  private takeNext(): boolean {
    if (this.unreported > 0) {
      this.current = this.codec.encode(this.reportLost())
      this.currentRecords = 0
      return true
    }
    const block = this.blocks.shift()
    if (block === undefined) return false
    this.chars -= block.text.length
    this.current = this.codec.encode(block.text)
    this.currentRecords = block.records
    return true
  }

  private reportLost(): string {
    const { unreported, code } = this
    this.unreported = 0
    try {
      return this.lostLine(unreported, code)
    } catch {
      return plainLostLine(unreported, code)
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
      try {
        const written = this.file.write(bytes, bytes.length)
        if (written > 0 || bytes.length === 0) {
          this.stuck = false
          return written
        }
        if (this.stuck || waitedMs >= PATIENCE_MS)
          throw Object.assign(new Error('nothing was written'), { code: 'EAGAIN' })
      } catch (error) {
        this.code = errorCode(error)
        if (this.standard && this.code === 'EPIPE') {
          this.readerGone = true
          this.drop()
          return 0
        }
        if (!TRY_AGAIN.has(this.code)) throw error
        if (this.stuck || waitedMs >= PATIENCE_MS) {
          this.stuck = true
          throw error
        }
      }
      this.driver.pauseSync(pauseMs)
    }
  }
}

/** The line for lost records of a writer that has no other. */
export function plainLostLine(records: number, code: string): string {
  return records === 1 ? `… 1 record was lost (${code})\n` : `… ${records} records were lost (${code})\n`
}
