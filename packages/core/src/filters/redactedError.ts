import { copyError } from '../text/errorCopy.js'
import { readValue, str } from '../text/repr.js'
import type { PathState } from './redactionPath.js'

/** The redaction of the values of one record. */
interface Redaction {
  value(value: unknown, state: PathState): unknown
  link(value: unknown, state: PathState): unknown
  text(text: string): string
  key(key: string, taken: (name: string) => boolean): string
}

/** The fields that lead to other errors, and need not be enumerable. */
const LINKS = ['cause', 'errors', 'error', 'suppressed']

/** An error's own texts. */
const TEXTS = ['name', 'message', 'stack']

/**
 * Returns an error as it may be shown, with its causes, the errors in it and its own fields; the same error if nothing changes.
 *
 * @param json what is shown in place of its `toJSON`'s value; undefined if that may be shown
 */
export function redactedError(error: Error, redaction: Redaction, state: PathState, json: unknown): Error {
  const members = [...textsOf(error, redaction, state), ...fieldsOf(error, redaction, state)]
  if (json === undefined && !members.some(({ isChanged }) => isChanged)) return error
  const copy = copyError(error, members)
  if (json !== undefined) Object.defineProperty(copy, 'toJSON', { value: () => json, configurable: true })
  return copy
}

/** A property of an error, as it may be shown. */
interface Member {
  readonly key: string
  readonly name: string
  readonly value: unknown
  readonly isChanged: boolean
}

function fieldsOf(error: Error, redaction: Redaction, state: PathState): Member[] {
  const names = new Set<string>()
  const taken = (name: string): boolean => name in error || names.has(name)
  return ownKeys(error).map((key) => {
    const given = readValue(error, key)
    const value = LINKS.includes(key) ? redaction.link(given, state.at(key)) : redaction.value(given, state.at(key))
    const name = redaction.key(key, taken)
    names.add(name)
    return { key, name, value, isChanged: value !== given || name !== key }
  })
}

function ownKeys(error: Error): string[] {
  const own = Object.keys(error).filter((key) => !TEXTS.includes(key))
  return [...own, ...LINKS.filter((key) => key in error && !own.includes(key))]
}

/** Returns the texts. The stack has the message in it. */
function textsOf(error: Error, redaction: Redaction, state: PathState): Member[] {
  const message = readValue(error, 'message')
  const shown = redaction.value(message, state.at('message'))
  const hasMessage = typeof message === 'string' && message !== '' && shown !== message
  return TEXTS.map((key) => {
    const given = readValue(error, key)
    let value = redaction.value(given, state.at(key))
    if (key === 'stack' && hasMessage) value = redaction.text(str(value).replaceAll(message, () => str(shown)))
    return { key, name: key, value, isChanged: value !== given }
  })
}
