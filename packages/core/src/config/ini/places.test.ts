// What is wrong with an ini file: Python's text, and the section and option behind it, as a whole.
import { expect, test } from 'vitest'
import { registerClass } from '../classes.js'
import { Formatter } from '../../formatting/formatter.js'
import { fileConfig } from './fileConfig.js'

class Broken extends Formatter {
  constructor() {
    super()
    throw new TypeError('the formatter is broken')
  }
}
registerClass('app.Broken', Broken, { positional: ['fmt'], keywords: ['datefmt', 'style', 'validate', 'defaults'] })

function refusal(parts: Readonly<Record<string, string>>): string {
  const sections = {
    loggers: 'keys=root',
    handlers: 'keys=',
    formatters: 'keys=',
    logger_root: 'handlers=',
    ...parts,
  }
  const text = Object.entries(sections)
    .map(([name, options]) => `[${name}]\n${options}\n`)
    .join('')
  try {
    fileConfig({ read: () => text })
  } catch (error) {
    return (error as Error).message
  }
  return 'it was not refused'
}

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'a formatter that cannot be made',
    { formatters: 'keys=f', formatter_f: 'class=app.Broken' },
    'the formatter is broken\n[formatter_f]',
  ],
  [
    'a class that is none',
    { formatters: 'keys=f', formatter_f: 'class=zoo.Elephant' },
    "Cannot resolve 'zoo.Elephant': nothing of that name is registered; import { registerClass } from 'treeline/config' " +
      "and call registerClass('zoo.Elephant', Elephant) first\n[formatter_f] class",
  ],
  [
    'a level that is none',
    { logger_root: 'handlers=\nlevel=ERRROR' },
    "Unknown level: 'ERRROR'\n[logger_root] level: did you mean 'ERROR'?",
  ],
  [
    'arguments that are no literal',
    { handlers: 'keys=h', handler_h: 'class=NullHandler\nargs=(1 2)' },
    "expected ',' or ')', found '2)' at character 4\n[handler_h] args: a Python literal",
  ],
  [
    'a section that is not there',
    { handlers: 'keys=h' },
    "'handler_h'\n[handler_h]: [handlers] keys names 'h'; did you mean 'handlers'?",
  ],
  [
    'an option that is not there',
    { handlers: 'keys=h', handler_h: 'level=INFO' },
    "'class'\n[handler_h] class: this option is missing; the options are: level",
  ],
])('%s', (_, parts, message) => {
  expect(refusal(parts)).toBe(message)
})
