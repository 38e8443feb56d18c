import { readFileSync } from 'node:fs'

/** One accepted difference from Python, as `differences.json` has it. */
export interface Difference {
  readonly id: string
  readonly section: string
  readonly python: string
  readonly treeline: string
  readonly why: string
}

/** All accepted differences; `docs/python/differences.md` is made of them. */
export const differences: readonly Difference[] = JSON.parse(
  readFileSync(new URL('./differences.json', import.meta.url), 'utf8'),
) as Difference[]

/** Tells which cases of a comparison fall under one accepted difference. */
export interface Acceptance<Case> {
  /** The difference's id in `differences.json`. */
  readonly id: string
  matches(one: Case): boolean
}

/** Sorts cases whose answers differ: how many fall under each accepted difference, and those under none. */
export function sortOut<Case>(
  cases: Iterable<Case>,
  acceptances: readonly Acceptance<Case>[],
): { accepted: Map<string, number>; unexplained: Case[] } {
  for (const { id } of acceptances) {
    if (!differences.some((difference) => difference.id === id)) throw new Error(`differences.json has no ${id}`)
  }
  const accepted = new Map<string, number>()
  const unexplained: Case[] = []
  for (const one of cases) {
    const acceptance = acceptances.find(({ matches }) => matches(one))
    if (acceptance === undefined) unexplained.push(one)
    else accepted.set(acceptance.id, (accepted.get(acceptance.id) ?? 0) + 1)
  }
  return { accepted, unexplained }
}
