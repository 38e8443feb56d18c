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
