import { readFileSync } from 'node:fs'

/** A method of CPython 3.14's `test_logging`, and what it has come to here. */
export interface Counterpart {
  /** `Class.method`, as in CPython, and as the title of the test here. */
  readonly test: string
  /** Whether its test is here, or tests what JavaScript does not have. */
  readonly state: 'here' | 'not applicable'
  /** The file of the test, beside this one; only where it is here. */
  readonly where?: string
  /** Why it is not here, or in what its test departs from CPython's. */
  readonly why?: string
  /** The id in `differences.json` of the accepted difference that the test holds us to. */
  readonly difference?: string
}

/** All of them, in CPython's order of classes; a page of the documentation shows them. */
export const counterparts: readonly Counterpart[] = JSON.parse(
  readFileSync(new URL('./counterparts.json', import.meta.url), 'utf8'),
) as Counterpart[]

/** Returns the name of the class that a method belongs to. */
export function classOf({ test }: Counterpart): string {
  return test.slice(0, test.indexOf('.'))
}

/** Returns how many there are of each state. */
export function totals(): Record<Counterpart['state'], number> {
  const numbers = { here: 0, 'not applicable': 0 }
  for (const { state } of counterparts) numbers[state]++
  return numbers
}
