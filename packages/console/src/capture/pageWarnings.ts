import { publicAddress } from '@treeline/core/internal'

interface Report {
  readonly type: string
  readonly body?: {
    readonly message?: string
    readonly sourceFile?: string | null
    readonly lineNumber?: number | null
  } | null
}

interface Violation {
  readonly effectiveDirective: string
  readonly blockedURI: string
  readonly disposition: string
  readonly sourceFile?: string | null
  readonly lineNumber?: number | null
}

interface Observer {
  observe(): void
  disconnect(): void
}

interface Scope {
  ReportingObserver?: new (callback: (reports: readonly Report[]) => void, options: object) => Observer
  addEventListener?(type: string, listener: (event: never) => void): void
  removeEventListener?(type: string, listener: (event: never) => void): void
}

let stop: (() => void) | undefined

/** The most violations that are known to have been shown. */
const MAX_SHOWN = 1000

/**
 * Shows what the browser warns of, until called with null: its reports of deprecations and interventions, those from before too,
 * where it has a `ReportingObserver` (Chromium), and violations of the content security policy, each once: one may be of a handler
 * whose server the policy refuses, and its record would cause the next.
 */
export function capturePageWarnings(show: ((text: string) => void) | null): void {
  stop?.()
  stop = undefined
  if (show === null) return
  const scope = globalThis as Scope
  const { ReportingObserver } = scope
  const observer =
    ReportingObserver &&
    new ReportingObserver(
      (reports) => {
        for (const { type, body } of reports)
          show(warningText(type, body?.message ?? '', body?.sourceFile, body?.lineNumber))
      },
      { types: ['deprecation', 'intervention'], buffered: true },
    )
  observer?.observe()
  const shown = new Set<string>()
  const onViolation = (event: Violation): void => {
    const { effectiveDirective, blockedURI, disposition, sourceFile, lineNumber } = event
    const text = `${effectiveDirective} refuses ${publicAddress(blockedURI)}${disposition === 'report' ? ' (report only)' : ''}`
    if (shown.has(text)) return
    if (shown.size < MAX_SHOWN) shown.add(text)
    show(warningText('csp-violation', text, sourceFile, lineNumber))
  }
  scope.addEventListener?.('securitypolicyviolation', onViolation)
  stop = () => {
    observer?.disconnect()
    scope.removeEventListener?.('securitypolicyviolation', onViolation)
  }
}

/** Returns a warning's place, kind and text, as Python's `warnings.formatwarning` does. */
function warningText(kind: string, text: string, file?: string | null, line?: number | null): string {
  return `${file ? `${publicAddress(file)}:${line ?? 0}: ` : ''}${kind}: ${text}`
}
