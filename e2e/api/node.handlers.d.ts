export abstract class BaseRotatingHandler extends FileHandler {
  protected readonly driver: FileDriver
  constructor(filename: FileName, options?: FileHandlerOptions)
  namer?(default_name: string): string
  rotator?(source: string, dest: string): void | Promise<void>
  abstract shouldRollover(record: LogRecord, text?: string): boolean
  abstract doRollover(): void
  emit(record: LogRecord): void
  rotation_filename(default_name: string): string
  rotate(source: string, dest: string): void
  protected whenRotated(rotated: unknown): Promise<void>
  protected moveIfThere(source: string, dest: string): void
}

export class RotatingFileHandler extends BaseRotatingHandler {
  maxBytes: number
  backupCount: number
  constructor(filename: FileName, options?: RotatingFileHandlerOptions)
  shouldRollover(record: LogRecord, text?: string): boolean
  doRollover(): void
}

export interface RotatingFileHandlerOptions extends FileHandlerOptions {
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
}

export interface TimedRotatingFileHandlerOptions extends Omit<FileHandlerOptions, 'mode'> {
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
