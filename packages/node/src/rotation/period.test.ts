import { gmtime, strftime } from '@treeline/core'
import { expect, test } from 'vitest'
import { periodOf } from './period.js'

test.each([
  ['S', 1],
  ['m', 60],
  ['H', 3600],
  ['D', 86_400],
  ['midnight', 86_400],
  ['W3', 7 * 86_400],
])('what %s writes, it finds again, and nothing that is longer', (when, seconds) => {
  const period = periodOf(when)
  expect(period.seconds).toBe(seconds)
  expect(period.dayOfWeek).toBe(when === 'W3' ? 3 : undefined)
  const text = strftime(period.suffix, gmtime(1_700_000_000))
  for (const name of [text, `app.log.${text}`, `${text}.gz`, `${text}.12`])
    expect(period.extMatch.exec(name)?.[0]).toBe(text)
  for (const name of [`1${text}`, `${text}1`, text.slice(0, -1), text.slice(1)])
    expect(period.extMatch.test(name)).toBe(false)
})
