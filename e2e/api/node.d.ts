export interface BasicConfigOptions extends BasicConfigOptions$1 {
  pretty?: boolean | 'auto' | null | undefined
}

export interface ConfigListener {
  start(): void
  join(): Promise<void>
  readonly ready: Promise<void>
  readonly port: number
}

export const DEFAULT_LOGGING_CONFIG_PORT = 9030

export interface ExitHookOptions {
  host?: ExitHost | undefined
  signals?: boolean | undefined
}

export interface ExitHost {
  readonly pid: number
  on(event: string, listener: () => void): unknown
  prependListener(event: string, listener: () => void): unknown
  removeListener(event: string, listener: () => void): unknown
  listenerCount(event: string): number
  emit(event: string, ...rest: unknown[]): boolean
  readonly versions?: object | undefined
  exitCode?: number | string | null | undefined
  exit?(code?: number | string | null): never
  kill(pid: number, signal: string): unknown
}

export interface FileDriver {
  openSync(path: string, flags: number): number
  writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number
  closeSync(fd: number): void
  fstatSync(fd: number): FileStat
  existsSync(path: string): boolean
  renameSync(from: string, to: string): void
  statSync?(path: string): FileStat | undefined
  readdirSync?(folder: string): string[]
  unlinkSync?(path: string): void
  readSync?(path: string, position: number, length: number): Uint8Array
  pauseSync(ms: number): void
}

export class FileHandler extends StreamHandler {
  baseFilename: string
  mode: string
  encoding: string | null
  errors: string | null
  delay: boolean
  stream: FileWriter | null
  constructor(filename: FileName, options?: FileHandlerOptions)
  get flushLevel(): number
  set flushLevel(level: Level)
  _open(): FileWriter
  protected openAs(mode: string, delay?: boolean): FileWriter
  emit(record: LogRecord): void
  protected output(record: LogRecord, text: string): void
  reopen(): void
  close(): void | Promise<void>
  protected closeStream(): void
  protected reportLater(doing: string, error: unknown): void
  toString(): string
}

export interface FileHandlerOptions {
  mode?: string | undefined
  encoding?: string | null | undefined
  delay?: boolean | undefined
  errors?: string | null | undefined
  buffering?: number | undefined
  flushIntervalMs?: number | undefined
  flushLevel?: Level | undefined
  driver?: FileDriver | undefined
}

export type FileName = string | URL | Uint8Array

export interface FileStat {
  readonly size: number
  readonly dev?: number | undefined
  readonly ino?: number | undefined
  readonly mtimeMs?: number | undefined
  readonly nlink?: number | undefined
  isFile(): boolean
  isFIFO?(): boolean
  isDirectory?(): boolean
}

export class FileWriter implements LineStream {
  readonly makes: typeof LINES
  readonly name: string
  readonly encoding: string
  readonly isTTY: boolean
  constructor(target: string | number, options?: FileWriterOptions)
  get regular(): boolean
  get closed(): boolean
  get position(): number
  get lost(): number
  get atMost(): number
  write(text: string): void
  openLine(): Line | undefined
  writeLine(line: Line): boolean
  flush(): void
  tell(): number
  lose(records: number, code: string): void
  reopen(): void
  close(): void
}

export interface FileWriterOptions {
  mode?: string | undefined
  encoding?: string | null | undefined
  errors?: string | null | undefined
  buffering?: number | undefined
  flushIntervalMs?: number | undefined
  name?: string | undefined
  standard?: boolean | undefined
  onError?: ((error: unknown) => void) | undefined
  lostLine?: ((records: number, code: string) => string) | undefined
  delay?: boolean | undefined
  terminator?: (() => string) | undefined
  beforeWrite?: (() => void) | undefined
  onGone?: (() => void) | undefined
  driver?: FileDriver | undefined
}

export interface ListenOptions {
  verify?: ((bytes: Uint8Array) => Uint8Array | null | undefined) | null | undefined
  maxBytes?: number | undefined
  timeoutMs?: number | undefined
}

export class PrettyFormatter extends Formatter {
  constructor(options?: PrettyFormatterOptions | null)
  usesTime(): boolean
  formatException(exc_info: unknown): string
  format(record: LogRecord): string
}

export interface PrettyFormatterOptions {
  colors?: boolean | 'auto' | null | undefined
  background?: Background | null | undefined
  width?: number | 'auto' | null | undefined
  stream?: Stream | null | undefined
  datefmt?: string | null | undefined
}

export function autoFormatter(options?: {
  stream?: Stream | null | undefined
}): Formatter

export function basicConfig<const L extends Level | null | undefined>(options?: BasicConfigOptions & {
  level?: L
} & {
  level?: KnownLevel<L>
}): void

export const fileDriver: FileDriver

export function installExitHook(options?: ExitHookOptions): void

export function listen(port?: number, options?: ListenOptions): ConfigListener

export const nodePlatform: Platform

export function registerFileOutputs(): void

export function rehearse(): void

export const stderr: Stream

export const stdout: Stream

export function stopListening(): Promise<void>
