import { checkOption } from '../runtime/options.js'
import { kindOf } from '../text/kinds.js'
import { repr } from '../text/repr.js'
import { leastLength } from './patternLength.js'

/** Returns a text without what some expressions find in it. */
export type Clean = (text: string) => string

/** Expressions of what is secret wherever it stands. */
export interface Patterns {
  readonly clean: Clean
  /** Returns whether one of them finds something: at a third of the price. */
  finds(text: string): boolean
}

/**
 * Compiles expressions of what is secret.
 *
 * @param patterns expressions, or their sources as a configuration file has them
 * @param mark returns what stands in the place of what they find
 * @returns undefined for none
 * @throws TypeError, RangeError for what is none
 */
export function compilePatterns(patterns: readonly unknown[], mark: () => string): Patterns | undefined {
  if (patterns.length === 0) return undefined
  const compiled = patterns.map(compile)
  const single = compiled.map(({ source, flags }) => new RegExp(source, flags.replace('g', '')))
  const lengths = compiled.map(leastLength)
  return {
    clean: (text) => compiled.reduce((cleaned, pattern) => cleaned.replace(pattern, mark), text),
    finds(text) {
      for (let i = 0; i < single.length; i++) if (text.length >= lengths[i]! && single[i]!.test(text)) return true
      return false
    },
  }
}

function compile(pattern: unknown, index: number): RegExp {
  const name = `patterns[${index}]`
  const isExpression = kindOf(pattern) === 'RegExp'
  checkOption(name, pattern, isExpression ? 'object' : 'string', true, 'a regular expression')
  const { source, flags } = isExpression ? (pattern as RegExp) : { source: pattern as string, flags: 'u' }
  let made: RegExp
  try {
    made = new RegExp(source, `${flags.replace(/[gy]/g, '')}g`)
  } catch (error) {
    throw new RangeError(`${name}: ${(error as Error).message}`, { cause: error })
  }
  // It would be found between all characters of every text.
  if (''.replace(made, 'x') !== '') throw new RangeError(`${name}: ${repr(source)} finds the empty text`)
  return made
}
