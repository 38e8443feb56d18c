import { consoleWrites, nesting, publicAddress, uncaughtText } from '@treeline/core/internal'

interface ErrorEvent {
  readonly type?: string
  readonly message?: string
  readonly filename?: string
  readonly lineno?: number
  readonly error?: unknown
  readonly reason?: unknown
}

interface Scope {
  addEventListener?(type: string, listener: (event: never) => void): void
  removeEventListener?(type: string, listener: (event: never) => void): void
}

type Show = (text: string, error: unknown) => void

const OTHER_ORIGIN =
  'Script error. (a script of another origin: its tag wants crossorigin, its server Access-Control-Allow-Origin)'

let stop: (() => void) | undefined

/**
 * Shows the errors of a page or worker that nobody catches, and the rejections that nobody handles, until called with null. The
 * page's own listeners and the developer tools still get them. An error that occurs while a record is written is not shown: its
 * record would cause it again.
 */
export function capturePageErrors(show: Show | null): void {
  stop?.()
  stop = undefined
  if (show === null) return
  const scope = globalThis as Scope
  const onError = (event: ErrorEvent): void => {
    if (nesting.depth > 0 || consoleWrites.depth > 0) return
    const { error } = event
    if (error === undefined || error === null) show(bareText(event), undefined)
    else show(uncaughtText('Uncaught exception', error), error)
  }
  const onRejection = ({ reason }: ErrorEvent): void => {
    show(uncaughtText('Unhandled rejection', reason), reason)
  }
  scope.addEventListener?.('error', onError)
  scope.addEventListener?.('unhandledrejection', onRejection)
  stop = () => {
    scope.removeEventListener?.('error', onError)
    scope.removeEventListener?.('unhandledrejection', onRejection)
  }
}

/** Returns what is known of an error without its object. */
function bareText({ type, message = '', filename, lineno }: ErrorEvent): string {
  if (/^Script error\.?$/.test(message)) return OTHER_ORIGIN
  // One that a program has made may have neither.
  return filename || lineno
    ? `${message} (${publicAddress(filename ?? '')}:${lineno})`
    : message || `an event of type ${type}`
}
