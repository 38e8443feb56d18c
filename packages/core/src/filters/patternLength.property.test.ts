import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastLength } from './patternLength.js'

/** Sources of expressions, made of parts that may stand anywhere. */
const { source } = fc.letrec<{ source: string; atom: string }>((tie) => ({
  source: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,1}', '{1,}?', '+?')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((atoms) => atoms.flat().join('')),
  atom: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('a', 'b', '.', '\\d', '\\x41', '\\u0062', '[ab]', '[^]]', '[\\]\\\\a]', '😀'),
    },
    tie('source').map((inner) => `(?:${inner})`),
    tie('source').map((inner) => `(${inner}|a)`),
    tie('source').map((inner) => `(?=${inner})`),
    tie('source').map((inner) => `(?<!${inner})`),
    fc.constantFrom('\\b', '\\B', '\\1', '^', '$'),
  ),
}))

test('no expression finds less', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', ']', '\\', '😀', ' '), maxLength: 8 })
  let finds = 0
  fc.assert(
    fc.property(
      source,
      fc.constantFrom('', 'i', 'u', 'm'),
      fc.array(letters, { minLength: 5 }),
      (text, flags, texts) => {
        let expression: RegExp
        try {
          expression = new RegExp(text, flags)
        } catch {
          return // Wrong in this mode.
        }
        const least = leastLength(expression)
        for (const each of texts) {
          const found = expression.exec(each)?.[0]
          if (found === undefined) continue
          finds++
          expect(found.length, String(expression)).toBeGreaterThanOrEqual(least)
        }
      },
    ),
    { numRuns: Number(process.env['REDACTION_RUNS'] ?? 1000) },
  )
  expect(finds).toBeGreaterThan(100)
})
