import { shared } from '../realm/realm.js'
import { report } from '../runtime/report.js'

/** The work of handlers for when the configuration in the making is accepted, and for when it is refused. */
export interface Transaction {
  readonly accepted: (() => void)[]
  readonly refused: (() => void)[]
}

const realm: { current: Transaction | undefined } = /* @__PURE__ */ shared('transaction', () => ({
  current: undefined,
}))

/** Returns the transaction that is under way; undefined without one. */
export function currentTransaction(): Transaction | undefined {
  return realm.current
}

/** Does work that others see, such as to connect: at once, or when the configuration in the making is accepted. */
export function whenAccepted(work: () => void): void {
  const { current } = realm
  if (current === undefined) work()
  else current.accepted.push(work)
}

/**
 * Runs work that makes handlers: if it throws, they leave no trace in files or with peers. Within another transaction, that one
 * decides.
 *
 * @throws what `work` throws
 */
export function inTransaction<T>(work: () => T): T {
  const outer = realm.current
  const own: Transaction = { accepted: [], refused: [] }
  realm.current = own
  let result: T
  try {
    result = work()
  } catch (error) {
    realm.current = outer
    doAll(own.refused.reverse())
    throw error
  }
  realm.current = outer
  if (outer === undefined) doAll(own.accepted)
  else {
    outer.accepted.push(...own.accepted)
    outer.refused.push(...own.refused)
  }
  return result
}

/** Does all work. A failure is reported: the configuration is in force by then, or was refused for another reason. */
function doAll(works: readonly (() => void)[]): void {
  for (const work of works) {
    try {
      work()
    } catch (error) {
      report(work, error)
    }
  }
}
