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

type Method = 'debug' | 'log' | 'info' | 'warn' | 'error'
