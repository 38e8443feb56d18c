export interface ContractCase {
  readonly name: string
  run(): Promise<void>
}

export const HOSTILE: readonly (() => unknown)[]

export interface HandlerUnderTest {
  readonly handler: Handler
  arrived(): readonly string[] | Promise<readonly string[]>
}

export class ListHandler extends Handler {
  readonly records: LogRecord[]
  emit(record: LogRecord): void
  get texts(): string[]
}

export class StringStream implements Stream {
  readonly name = "<string>"
  text: string
  write(text: string): void
  get lines(): string[]
}

export function assertNeverLogged<Result>(secret: string, work: () => Result): Result

export function captureStderr(work: () => void): string

export function handlerContract(make: () => HandlerUnderTest | Promise<HandlerUnderTest>): ContractCase[]

export const realmState: RealmState

export function resetLogging(): void

interface RealmState {
  readonly settings: Settings
  readonly levels: {
    readonly nameOf: Map<number, string>
    readonly numberOf: Map<string, number>
  }
  readonly handlers: {
    readonly open: Set<Handler>
    readonly byName: Map<string, Handler>
    lastResort: LastResort | undefined
  }
  readonly tree: {
    manager: Manager | undefined
    loggerClass: (new (name: string) => Logger) | undefined
  }
  readonly records: {
    factory: LogRecordFactory | undefined
    readonly startedAtMs: number
  }
  readonly nesting: {
    readonly depth: number
  }
  platform: Platform | undefined
}
