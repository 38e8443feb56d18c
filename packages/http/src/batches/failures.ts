import type { Outcome } from '../request.js'
import { isDoubtful, type Verdict, wordsOf } from './answer.js'
import { ANSWERED_MS, backoffMs, CLOSING_PAUSE_MS, UNANSWERED_MS } from './backoff.js'
import type { Entry } from './entry.js'
import type { Ledger } from './ledger.js'
import { retryAfterMs } from './retryAfter.js'
import type { LossReason } from './stats.js'
import type { Waits } from './waits.js'

/** The number of failures in a row that is reported. */
const REPORTED = 3
/** The number of failed requests with a record after which it is under suspicion. */
const DOUBTED = 2
/** The number of failures of a record alone, while others got through each time, that make it the reason, and not the server. */
const DOUBTED_ALONE = 4
/** The number of refused batches in a row after which the server counts as taking nothing, and is asked less often. */
const UNWANTED = 8

/** Decides what failures in a row mean for the records and for the next attempt. */
export interface Failures {
  /** How many requests were answered with "later", or not at all. */
  retries: number
  /** Called when a request succeeded. */
  end(): void
  /** Forgets that nothing answered: there may be a network again. */
  forgetNetwork(): void
  /** Called when a request with these failed. */
  settle(entries: readonly Entry[], verdict: Exclude<Verdict, 'received'>, outcome: Outcome): void
  /** Called when no request could be made of these. */
  settleUnsent(entries: readonly Entry[], error: unknown): void
}

/** The objects that a `Failures` acts on. */
export interface Failing {
  readonly ledger: Ledger
  readonly waits: Waits
  readonly now: () => number
  readonly random: () => number
  /** Whether the next request may have other headers than the last one. */
  readonly hasFreshHeaders: boolean
  /** Whether these attempts are the last ones: they cannot wait for long. */
  readonly isClosing: () => boolean
  /** Reports what becomes of records, once for a run of the same. */
  readonly tell: (why: string, fate: string, cause?: unknown) => void
}

/** Makes the count of failures. */
export function makeFailures({ ledger, waits, now, random, hasFreshHeaders, isClosing, tell }: Failing): Failures {
  let successes = 0
  // Both since the last success.
  let inRow = 0
  let unanswered = 0
  let refusals = 0
  let unwanted = 0
  let isAskedAgain = false

  const failures: Failures = {
    retries: 0,

    end() {
      successes++
      inRow = unanswered = refusals = unwanted = 0
      isAskedAgain = false
    },

    forgetNetwork() {
      inRow = unanswered = 0
    },

    settle(entries, verdict, outcome) {
      const why = wordsOf(outcome)
      // A server that asks for time, and a record that is too large, prove nothing about the other records.
      if (verdict === 'too large') giveUp(entries, 'too_large', why)
      else if (verdict === 'unwanted') {
        isolate(entries, true, why)
        if (++unwanted >= UNWANTED) waits.pause('server', backoffMs(unwanted - UNWANTED, UNANSWERED_MS, random()))
      } else {
        if (isDoubtful(outcome)) doubt(entries, why)
        if (verdict === 'later') retryLater(outcome, why)
        else refuse(outcome, why)
      }
    },

    settleUnsent: (entries, error) => isolate(entries, true, 'the encoding failed', error),
  }
  return failures

  function giveUp(entries: readonly Entry[], reason: LossReason, why: string, cause?: unknown): void {
    ledger.finish(entries, reason)
    tell(why, 'records dropped', cause)
  }

  /** Counts a failure that may be due to one of these. */
  function doubt(entries: readonly Entry[], why: string): void {
    for (const entry of entries) entry.failures++
    if (entries.some((entry) => entry.failures >= DOUBTED)) isolate(entries, false, why)
  }

  /**
   * Looks for the record that the server cannot take: the halves are sent by themselves.
   *
   * @param isSure whether the server meant what it was sent; otherwise a record is at fault if others got through meanwhile
   */
  function isolate(entries: readonly Entry[], isSure: boolean, why: string, cause?: unknown): void {
    const half = entries.length >> 1
    if (half > 0) {
      ledger.separate(entries.slice(0, half))
      ledger.separate(entries.slice(half))
    } else if (isSure || failsAlone(entries[0]!)) giveUp(entries, 'rejected', why, cause)
    else ledger.separate(entries)
  }

  /** Counts that a record failed alone. Returns whether it has to be the reason. */
  function failsAlone(entry: Entry): boolean {
    if (entry.failedAloneAt < successes) entry.failuresAlone++
    entry.failedAloneAt = successes
    return entry.failuresAlone >= DOUBTED_ALONE
  }

  function retryLater({ status, headers, error }: Outcome, why: string): void {
    failures.retries++
    // The requests of a page that hid fail together: they count as one.
    if (waits.cause) return
    unanswered = status === undefined ? unanswered + 1 : 0
    const longestMs = unanswered ? UNANSWERED_MS : ANSWERED_MS
    const ms = backoffMs(inRow++, isClosing() ? CLOSING_PAUSE_MS : longestMs, random())
    waits.pause(status ? 'server' : 'network', Math.max(ms, retryAfterMs(headers?.get('retry-after'), now())))
    if (inRow >= REPORTED) tell(why, 'records wait', error)
  }

  function refuse({ status }: Outcome, why: string): void {
    if (waits.cause) return
    // Only a function can give other headers by now.
    if (status === 401 && hasFreshHeaders && !isAskedAgain) isAskedAgain = true
    else {
      waits.pause('refusal', backoffMs(++refusals, UNANSWERED_MS, random()))
      tell(why, 'records wait')
    }
  }
}
