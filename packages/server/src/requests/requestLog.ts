import { context, type Scope, startTrace } from '@treeline/core/context'
import { catchRejection, openScope, report, runIn } from '@treeline/core/internal'
import { flush } from '@treeline/core'
import { registerAsyncContext } from '@treeline/node/context'
import { askedFields, askedLevel, isSkipped } from './asked.js'
import { addContextFilters } from './contextFilters.js'
import { type Checked, checked, type Outcome, type RequestOptions } from './requestOptions.js'
import { requestIdOf } from './requestId.js'
import { excInfoOf, isOfLeaving } from './thrown.js'

const DONE = '%(method)s %(path)s %(status)d in %(duration_ms)d ms'
const ABORTED = '%(method)s %(path)s aborted after %(duration_ms)d ms'
const FAILED = '%(method)s %(path)s failed after %(duration_ms)d ms'
const FAILED_LATER = '%(method)s %(path)s failed after its end'

/** What a framework knows about a request's end. */
export type End = Omit<Outcome, 'durationMs' | 'path'> & {
  readonly url: string
  /** Whether the response broke off, or never began, for another reason than that the client left. */
  readonly isBroken?: boolean
}

/** Reads a header by its name in lower case. */
export type ReadHeader = (name: string) => unknown

/** Opens a context for each request and logs its line. Each middleware of an application has one. */
export class RequestLog {
  readonly options: Checked
  private hasFilters = false

  /**
   * Checks the options.
   *
   * @throws TypeError, RangeError for wrong options
   */
  constructor(owner: { readonly name: string }, options: RequestOptions<never> | null | undefined) {
    this.options = checked(owner, options)
    registerAsyncContext()
  }

  /**
   * Begins a request.
   *
   * @param id the id that the framework has given it; a header that the options name comes first
   */
  begin(readHeader: ReadHeader, id?: string): Exchange {
    if (!this.hasFilters && this.options.filter) addContextFilters()
    this.hasFilters = true
    return new Exchange(this, readHeader, id)
  }

  /**
   * Logs a request's line. Must be called in its context. Reports what the application's functions throw.
   *
   * @param isBroken whether the response broke off, or never began
   */
  write(outcome: Outcome, isBroken: boolean): void {
    const { logger } = this.options
    if (isSkipped(this.options, outcome)) return
    const levelno = askedLevel(this.options, outcome) ?? levelOf(outcome, isBroken)
    if (!logger.isEnabledFor(levelno)) return
    const { aborted, error } = outcome
    const asked = askedFields(this.options, outcome)
    const line = asked === undefined ? lineOf(outcome) : { ...lineOf(outcome), ...asked }
    const text: string = aborted ? ABORTED : isBroken ? FAILED : DONE
    if (error === undefined) logger.log(levelno, text, line)
    else logger.log(levelno, text, line, { exc_info: excInfoOf(error) })
  }

  /** Logs what a request threw after its line. Must be called in its context. */
  writeLater({ method, path }: Outcome, error: unknown): void {
    this.options.logger.log(40, FAILED_LATER, { method, path }, { exc_info: excInfoOf(error) })
  }
}

/** One request on its way. */
export class Exchange {
  /** The checked id of the request. */
  readonly id: string
  private readonly log: RequestLog
  private readonly startedMs = performance.now()
  private readonly fields: object
  private scope: Scope | undefined
  private failure: unknown
  private outcome: Outcome | undefined

  constructor(log: RequestLog, readHeader: ReadHeader, id: string | undefined) {
    const { header, trace } = log.options
    this.log = log
    this.id = requestIdOf((header && readHeader(header)) || id)
    this.fields = trace ? { request_id: this.id, ...startTrace(readHeader('traceparent')) } : { request_id: this.id }
  }

  /** The header for the id in the response; undefined for none. */
  get header(): string | undefined {
    return this.log.options.header || undefined
  }

  /** Calls a function in the request's context: always the same one, so that assigned fields stay. */
  run<Result>(fn: () => Result): Result {
    return runIn((this.scope ??= openScope(this.fields)), fn)
  }

  /** Whether the present code runs in the request's context, or in one within it. */
  get isPresent(): boolean {
    return (context.get() as { request_id?: unknown }).request_id === this.id
  }

  /**
   * Keeps the first error that the application threw, for the line: later ones follow from it. After the line it logs an error at
   * once.
   */
  fail(error: unknown): void {
    const { outcome } = this
    if (outcome === undefined) this.failure ??= error ?? excInfoOf(error)
    else if (error !== outcome.error && !(outcome.aborted && isOfLeaving(error)))
      this.run(() => this.log.writeLater(outcome, error))
  }

  /** Ends the request: logs its line, once. */
  end(
    end: End,
    waitUntil: ((flushed: Promise<void>) => unknown) | null | undefined = this.log.options.waitUntil,
  ): void {
    if (this.outcome !== undefined) return
    // Member by member: `...end` makes another hidden class each time, and all code that reads it is slow.
    const outcome: Outcome = {
      method: end.method,
      path: pathOf(end.url),
      route: end.route,
      status: end.status,
      durationMs: Math.round((performance.now() - this.startedMs) * 10) / 10,
      bytes: end.bytes,
      aborted: end.aborted,
      error: end.error ?? this.failure,
      request: end.request,
    }
    this.outcome = outcome
    this.run(() => this.log.write(outcome, end.isBroken === true))
    if (waitUntil) awaken(waitUntil)
  }
}

/** Makes the platform wait for the flush. Reports what it throws, as it does outside of a request. */
function awaken(waitUntil: (flushed: Promise<void>) => unknown): void {
  try {
    catchRejection(waitUntil(flush()), (error) => report(awaken, error))
  } catch (error) {
    report(awaken, error)
  }
}

/** Returns a line's own fields, in their order. */
function lineOf({ method, path, route, status, durationMs, bytes, aborted }: Outcome): object {
  const line: Record<string, unknown> = { method, path }
  if (route !== undefined) line['route'] = route
  if (status !== undefined) line['status'] = status
  line['duration_ms'] = durationMs
  if (bytes !== undefined) line['bytes'] = bytes
  line['aborted'] = aborted
  return line
}

/** Returns the level of a line by its status. */
function levelOf({ status = 0, aborted, error }: Outcome, isBroken: boolean): number {
  if (status >= 500 || isBroken) return 40
  if (status >= 400) return 30
  // The error came after the status was sent.
  return error !== undefined ? 40 : aborted ? 30 : 20
}

const MAX_PATH = 1000

function pathOf(url: string): string {
  const path = pathOnly(url) || '/'
  return path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}...` : path
}

function pathOnly(url: string): string {
  // Nearly every url has neither an origin nor a query; this saves the expressions.
  if (url.startsWith('/') && !url.includes('?') && !url.includes('#')) return url
  return url.replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
}
