import { checkOption } from '../runtime/checks.js'
import { kindOf } from '../text/kinds.js'
import { repr } from '../text/repr.js'
import { leastLength } from './patternLength.js'

/** Returns a text without the matches of some expressions. */
export type Clean = (text: string) => string

/** Expressions that match secrets at any position. */
export interface Patterns {
  readonly clean: Clean
  /** Returns whether one of them matches: at a third of the price. */
  finds(text: string): boolean
}

/**
 * Compiles expressions that match secrets.
 *
 * @param patterns expressions, or their sources as a configuration file has them
 * @param mark returns the replacement of a match
 * @returns undefined for no expressions
 * @throws TypeError for a value of another type, RangeError for an expression that is wrong or matches the empty text
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
  // It would match between all characters of every text.
  if (''.replace(made, 'x') !== '') throw new RangeError(`${name}: ${repr(source)} finds the empty text`)
  return made
}
