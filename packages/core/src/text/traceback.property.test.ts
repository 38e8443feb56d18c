// What is quick must give what is plain: the text of errors against the same text put together piece by piece, whatever their
// names, messages, stacks and causes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatException } from './traceback.js'

const CAUSE = '\n\nThe above exception was the direct cause of the following exception:\n\n'

const name = fc.oneof(fc.constantFrom('Error', 'TypeError', '', 'f', 'A b', '$'), fc.string())
const message = fc.oneof(
  fc.constantFrom('', 'gone', 'a\nb', ': ', '\n', '    at f (a.js:1:2)', '$&'),
  fc.constantFrom(9993, 9994, 10_000, 10_001).map((length) => 'm'.repeat(length)),
  fc.string({ unit: 'binary' }),
)
const piece = fc.oneof(
  fc.constantFrom('N', 'M', 'N: M', 'Error', 'Error: gone', 'TypeError [CODE]: M', ': ', '\n', ' ', '@'),
  fc.constantFrom('    at f (a.js:1:2)', '\n    at g (b.js:3:4)', 'f@http://h/a.js:1:1\n', ' '.repeat(49_999)),
  fc.string(),
)
const error = fc.record({
  name,
  message,
  stack: fc.oneof(
    fc.array(piece, { maxLength: 5 }),
    fc.array(piece, { maxLength: 3 }).map((pieces) => ['N: M', ...pieces]),
  ),
  /** Which of the errors is its cause. */
  cause: fc.option(fc.nat({ max: 4 })),
  /** What throws when it is read. */
  throws: fc.option(fc.constantFrom('name', 'message', 'stack', 'cause'), { freq: 8 }),
})

interface Given {
  name: string
  message: string
  stack: string[]
  cause: number | null
  throws: string | null
}

function errorsOf(given: Given[]): Error[] {
  const errors = given.map(({ stack, ...own }) => {
    const made = new Error('')
    const text = stack
      .join('')
      .replaceAll('N', () => own.name)
      .replaceAll('M', () => own.message)
    return Object.assign(made, { name: own.name, message: own.message, stack: text })
  })
  given.forEach(({ cause, throws }, i) => {
    if (cause !== null) errors[i]!.cause = errors[cause % errors.length]
    const get = (): never => {
      throw new Error('no')
    }
    if (throws !== null) Object.defineProperty(errors[i]!, throws, { get })
  })
  return errors
}

function readable(from: Error, key: 'name' | 'message' | 'stack' | 'cause'): unknown {
  try {
    return from[key]
  } catch {
    return undefined
  }
}

/** The chain, each error in pieces. */
function plain(last: Error): string {
  const chain: Error[] = []
  for (let at: unknown = last; at instanceof Error && !chain.includes(at); at = readable(at, 'cause')) chain.unshift(at)
  return chain.map(plainText).join(CAUSE)
}

function plainText(from: Error): string {
  const called = String(readable(from, 'name') ?? '<getter threw: no>') || 'Error'
  const said = String(readable(from, 'message') ?? '')
  const head = called + (said === '' ? '' : `: ${said}`)
  const stack = readable(from, 'stack') ?? ''
  if (stack === '') return clipped(head, 10_000)
  const text = String(stack).replace(/\n$/, '')
  if (text.startsWith(head) && /^(?:$|[\n: ])/.test(text.slice(head.length)))
    return clipped(head, 10_000) + clipped(text.slice(head.length), 50_000)
  const [old] = /^[^]*?\n(?=[ \t]+at )/.exec(`\n${text}`) ?? ['\n']
  const headline = old.slice(1, -1)
  if (headline === '') return `${clipped(head, 10_000)}${clipped(`\n${text}`, 50_000)}`
  if (headline.includes(called) && headline.includes(said)) return clipped(text, 60_000)
  const isOld = /^[\w$]+(?: \[\w+\])?(?:: |$)/.test(headline)
  return clipped(head, 10_000) + clipped(isOld ? text.slice(headline.length) : `\n${text}`, 50_000)
}

function clipped(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}... (${text.length - length} more characters)` : text
}

test('the text of an error is its causes and itself, piece by piece', () => {
  fc.assert(
    fc.property(fc.array(error, { minLength: 1, maxLength: 5 }), (given) => {
      for (const one of errorsOf(given)) expect(formatException(one)).toBe(plain(one))
    }),
    { numRuns: 2000 },
  )
})

test('the causes inside a group do not lead back to it', () => {
  fc.assert(
    fc.property(fc.array(error, { minLength: 2, maxLength: 5 }), (given) => {
      const errors = errorsOf(given.map((one) => ({ ...one, stack: ['N: M'], throws: null })))
      const [first, ...others] = errors as [Error, ...Error[]]
      const group = Object.assign(first, { name: 'Group', message: 'all', stack: 'Group: all', errors: others })
      expect(formatException(group)).not.toContain('[circular]')
    }),
    { numRuns: 500 },
  )
})
