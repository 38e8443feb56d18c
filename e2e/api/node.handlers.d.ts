export abstract class BaseRotatingHandler extends FileHandler {
  protected readonly driver: FileDriver
  constructor(filename: FileName, options?: RotationOptions)
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

export interface RotationOptions extends FileHandlerOptions {
  compress?: 'gzip' | null | undefined
  maxTotalBytes?: number | null | undefined
  maxAgeSeconds?: number | null | undefined
  link?: string | null | undefined
  multiprocess?: boolean | undefined
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
