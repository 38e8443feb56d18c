import { describe, expect, test } from 'vitest'
import { ConfigParser } from './ini/configParser.js'
import { iniTypos } from './ini/iniTypos.js'
import { filterTyposIn, KEYS, typosIn } from './typos.js'

describe('a key of a part', () => {
  test.each<[object, string[]]>([
    [{ level: 'INFO', propagate: true }, []],
    [{ levle: 'INFO' }, ["loggers.app.levle means nothing; did you mean 'level'?"]],
    [{ levle: 'INFO', level: 'INFO' }, []],
    [{ colour: 'red' }, []],
    [
      { levle: 1, Handlers: [] },
      [
        "loggers.app.levle means nothing; did you mean 'level'?",
        "loggers.app.Handlers means nothing; did you mean 'handlers'?",
      ],
    ],
  ])('%j', (part, told) => {
    expect(typosIn(part as never, KEYS.logger, 'loggers.app.')).toEqual(told)
  })

  test.each([
    [99, 1],
    [100, 0],
  ])('behind %d others is looked at: %d', (count, found) => {
    const others = Object.fromEntries(Array.from({ length: count }, (_, index) => [`other${index}`, 1]))
    expect(typosIn({ ...others, levle: 1 } as never, KEYS.logger, '')).toHaveLength(found)
  })
})

test.each(['formatter', 'handler', 'queueHandler'] as const)('the class of a %s has a key', (part) => {
  expect(typosIn({ clas: 'app.Own' }, KEYS[part], '')).toEqual(["clas means nothing; did you mean 'class'?"])
})

test.each(['handler', 'queueHandler', 'logger'] as const)('the filters of a %s have one', (part) => {
  expect(typosIn({ filtres: [] }, KEYS[part], '')).toEqual(["filtres means nothing; did you mean 'filters'?"])
})

test('a handler of a queue has one, another has none', () => {
  const part = { queu: 'app.jobs' }
  expect(typosIn(part, KEYS.queueHandler, '')).toEqual(["queu means nothing; did you mean 'queue'?"])
  expect(typosIn(part, KEYS.handler, '')).toEqual([])
})

describe('a key of a filter', () => {
  test.each<[object, string[]]>([
    [{ name: 'app' }, []],
    [{ nmae: 'app' }, ["filters.f.nmae means nothing; did you mean 'name'?"]],
    [{ nmae: 'app', colour: 'red' }, ["filters.f.nmae means nothing; did you mean 'name'?"]],
    [{ colour: 'red' }, ["filters.f.colour means nothing without '()', which names a class"]],
    [{ class: 'app.Radio' }, []],
  ])('%j', (part, told) => {
    expect(filterTyposIn(part as never, 'filters.f.')).toEqual(told)
  })
})

describe('an option of an ini file', () => {
  const told = (text: string): string[] => {
    const parser = new ConfigParser()
    parser.read_string(text)
    return iniTypos(parser)
  }

  test.each<[string, string[]]>([
    ['[logger_root]\nlevle=INFO', ["[logger_root] levle means nothing; did you mean 'level'?"]],
    ['[handler_h]\nformater=f', ["[handler_h] formater means nothing; did you mean 'formatter'?"]],
    ['[formatter_f]\nstlye=%', ["[formatter_f] stlye means nothing; did you mean 'style'?"]],
    ['[logger_root]\nlevle=INFO\nlevel=INFO', []],
    // Of no kind that there is.
    ['[loggers]\nkyes=root', []],
    ['[other_x]\nlevle=INFO', []],
    ['[toString_x]\nlevle=INFO', []],
    // For other options to name.
    ['[DEFAULT]\nlevle=INFO\n[logger_root]\nlevel=%(levle)s', []],
    [
      '[DEFAULT]\nlevle=INFO\n[logger_root]\nhandlres=',
      ["[logger_root] handlres means nothing; did you mean 'handlers'?"],
    ],
  ])('%j', (text, expected) => {
    expect(told(text)).toEqual(expected)
  })

  test('of a hundred sections', () => {
    const sections = Array.from({ length: 101 }, (_, index) => `[logger_${index}]\nlevle=INFO`)
    expect(told(sections.join('\n'))).toHaveLength(100)
  })
})
