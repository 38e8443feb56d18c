export abstract class BaseRotatingHandler extends FileHandler {
  protected readonly driver: FileDriver
  protected readonly backups: Backups
  constructor(filename: FileName, options?: RotationOptions)
  protected get isShared(): boolean
  protected begin(): void
  protected rotatedNames(): string[]
  protected otherRotated(): void
  namer?(default_name: string): string
  rotator?(source: string, dest: string): void | Promise<void>
  abstract shouldRollover(record: LogRecord, text?: string): boolean
  abstract doRollover(): void
  emit(record: LogRecord): void
  protected exclusively(rollover: () => void): void
  rotation_filename(default_name: string): string
  rotate(source: string, dest: string): void
  protected whenRotated(rotated: unknown): Promise<void>
  protected moveIfThere(source: string, dest: string): void
  close(): void | Promise<void>
}

export class RotatingFileHandler extends BaseRotatingHandler {
  maxBytes: number
  backupCount: number
  constructor(filename: FileName, options?: RotatingFileHandlerOptions)
  shouldRollover(record: LogRecord, text?: string): boolean
  doRollover(): void
  protected rotatedNames(): string[]
}

export interface RotatingFileHandlerOptions extends RotationOptions {
  maxBytes?: number | undefined
  backupCount?: number | undefined
}

export interface TimeOfDay {
  readonly hour: number
  readonly minute?: number | undefined
  readonly second?: number | undefined
}

export class TimedRotatingFileHandler extends BaseRotatingHandler {
  when: string
  interval: number
  backupCount: number
  utc: boolean
  atTime: TimeOfDay | null
  suffix: string
  extMatch: RegExp
  readonly dayOfWeek: number | undefined
  rolloverAt: number
  maxBytes: number
  constructor(filename: FileName, options?: TimedRotatingFileHandlerOptions)
  computeRollover(currentTime: number): number
  shouldRollover(record: LogRecord, text?: string): boolean
  doRollover(): void
  getFilesToDelete(): string[]
  protected rotatedNames(): string[]
  protected otherRotated(): void
}

export interface TimedRotatingFileHandlerOptions extends Omit<RotationOptions, 'mode'> {
  when?: string | undefined
  interval?: number | undefined
  backupCount?: number | undefined
  utc?: boolean | undefined
  atTime?: TimeOfDay | string | null | undefined
  maxBytes?: number | undefined
}

export class WatchedFileHandler extends FileHandler {
  constructor(filename: FileName, options?: FileHandlerOptions)
  get dev(): number
  get ino(): number
  reopenIfNeeded(): void
}

class Backups {
  readonly driver: FolderDriver
  readonly lock: RotationLock | undefined
  constructor(file: string, rotation: RotationOptions, options: BackupsOptions)
  static presenceOf(file: string, driver: FileDriver): Presence
  begin(): void
  tidy(): void
  end(isExiting: boolean): Promise<void> | undefined
  has(name: string): boolean
  endings(): string[]
  move(from: string, to: string): void
  paths(name: string): string[]
  nameOf(fileName: string): string
  remove(file: string): void
  removeArchive(name: string): void
}

interface BackupsOptions {
  readonly names: () => string[]
  readonly onError: (error: unknown) => void
}

interface FolderDriver {
  existsSync(path: string): boolean
  renameSync(from: string, to: string): void
  lstatSync(path: string): NameStat | undefined
  readdirSync(path: string): string[]
  mkdirSync(path: string): void
  rmdirSync(path: string): void
  unlinkSync(path: string): void
  symlinkSync(target: string, path: string): void
  readlinkSync(path: string): string
  createSync(path: string): void
  pauseSync(ms: number): void
}

interface LockWorld {
  readonly driver: FolderDriver
  now?: (() => number) | undefined
  hasEnded?: ((token: string) => boolean) | undefined
}

interface Moves {
  move(from: string, to: string): void
  remove(path: string): void
}

interface NameStat {
  readonly ino: number
  readonly size: number
  readonly mtimeMs: number
  isFile(): boolean
  isSymbolicLink(): boolean
}

class Presence {
  constructor(file: string, driver: FolderDriver)
  announce(ino: number): void
  withdraw(): void
  mayBeWritten(ino: number, mtimeMs: number): boolean
  clean(): void
}

class RotationLock implements Moves {
  constructor(file: string, world: LockWorld)
  hold(work: () => void, isOver: () => boolean): boolean
  move(from: string, to: string): void
  remove(file: string): void
  clean(): void
}

interface RotationOptions extends FileHandlerOptions {
  compress?: 'gzip' | null | undefined
  maxTotalBytes?: number | null | undefined
  maxAgeSeconds?: number | null | undefined
  link?: string | null | undefined
  multiprocess?: boolean | undefined
}
