export interface CaptureConsoleOptions {
  levels?: Readonly<Record<string, Level>> | undefined
}

export type Colors = 'auto' | 'css' | 'ansi' | false

export class ConsoleHandler extends Handler {
  constructor(options?: ConsoleHandlerOptions)
  emit(record: LogRecord): void
}

export interface ConsoleHandlerOptions {
  colors?: Colors | undefined
  objects?: 'expand' | 'text' | undefined
  debugMethod?: 'debug' | 'log' | undefined
  console?: ConsoleLike | undefined
}

export type ConsoleLike = {
  readonly [name in Method]?: ((...data: unknown[]) => void) | undefined
}

export function captureConsole(capture?: boolean | CaptureConsoleOptions): void

export function capturePageErrors(show: Show | null): void

export function capturePageWarnings(show: ((text: string) => void) | null): void

type Method = 'debug' | 'log' | 'info' | 'warn' | 'error'

type Show = (text: string, error: unknown) => void
