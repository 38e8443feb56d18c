import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Constructor, registerClass, registerObject } from '../classes.js'
import { ConfigParser } from './configParser.js'
import { ConfigParserError } from './configParserError.js'
import { fileConfig, type FileConfigOptions } from './fileConfig.js'
import { Formatter } from '../../formatting/formatter.js'
import { Handler } from '../../handlers/handler.js'
import { KeyError } from '../../text/keyError.js'
import { getLogger } from '../../tree/manager.js'
import type { MemoryHandler } from '../../handlers/memoryHandler.js'
import type { Platform } from '../../handlers/platform.js'
import { realmState } from '../../testing/realmState.js'
import { captureStderr, resetLogging, StringStream } from '../../testing/index.js'

const platform = realmState.platform
afterEach(() => {
  resetLogging()
  realmState.platform = platform
})

const stdout = new StringStream()
registerObject('sys.stdout', stdout)
beforeEach(() => {
  stdout.text = ''
})

const INI = `
[loggers]
keys=root,app
[handlers]
keys=console
[formatters]
keys=brief
[logger_root]
level=WARNING
handlers=
[logger_app]
qualname=app
level=DEBUG
handlers=console
propagate=0
[handler_console]
class=StreamHandler
level=INFO
formatter=brief
args=(sys.stdout,)
[formatter_brief]
format=%(levelname)s:%(message)s
`

function configure(text: string, options?: FileConfigOptions): void {
  fileConfig({ read: () => text }, options)
}

test('configures formatters, handlers, loggers and root', () => {
  const old = getLogger('old')
  const below = getLogger('app.db')
  below.setLevel('ERROR')
  configure(INI)
  below.debug('low')
  below.info('high')
  expect(stdout.text).toBe('INFO:high\n')
  expect(getLogger('app').propagate).toBe(false)
  expect(realmState.handlers.byName.get('console')).toBe(getLogger('app').handlers[0])
  expect([old.disabled, below.disabled, below.level]).toEqual([true, false, 0])
  configure(INI, { disable_existing_loggers: false })
  expect(old.disabled).toBe(false)
})

test('takes a ConfigParser, and a file of the platform', () => {
  const parser = new ConfigParser({ out: 'sys.stdout' })
  parser.read_string(INI.replace('sys.stdout', '%(out)s'))
  fileConfig(parser)
  getLogger('app').info('one')
  const read: unknown[] = []
  const readFile = (filename: string, encoding?: string): string | undefined => {
    read.push([filename, encoding])
    return filename === 'none.ini' ? undefined : filename === 'empty.ini' ? '' : INI.replaceAll('\n', '\r\n')
  }
  realmState.platform = { readFile } as Platform
  fileConfig('app.ini', { encoding: 'latin-1' })
  getLogger('app').info('two')
  expect(stdout.text).toBe('INFO:one\nINFO:two\n')
  expect(read).toEqual([['app.ini', 'latin-1']])
  expect(() => fileConfig('none.ini')).toThrow(new Error("none.ini doesn't exist"))
  expect(() => fileConfig('empty.ini')).toThrow(new Error('empty.ini is an empty file'))
  realmState.platform = {} as Platform
  expect(() => fileConfig('app.ini')).toThrow('there are none here')
})

test('a class that makes no handler is refused under its key', () => {
  registerClass('my.Formatter', Formatter as Constructor)
  expect(() => configure(INI.replace('class=StreamHandler', 'class=my.Formatter').replace(/^args=.*$/m, ''))).toThrow(
    /^expected a class of handlers\n\[handler_console\] class/,
  )
})

test.each([undefined, null, 5, true])('takes no %s', (fname) => {
  expect(() => fileConfig(fname as never)).toThrow('fname must be a path, a source of text or a ConfigParser')
})

test('args and kwargs are Python literals with the names of Python and of the registry', () => {
  class Own extends Handler {
    static readonly LOG_USER = 8
    readonly given: unknown[]
    constructor(...given: unknown[]) {
      super()
      this.given = given
    }
  }
  registerClass('my.Own', Own as Constructor)
  configure(
    INI.replace('keys=console', 'keys=console,own,memory') +
      `[handler_own]
class=my.Own
args=(os.path.join('%(name)s', '%%s' %% 'y'), (handlers.SYSLOG_UDP_PORT, DEBUG),
      my.Own.LOG_USER)
kwargs=dict(list=[1 << 20, None])
[handler_memory]
class=handlers.MemoryHandler
args=(10, ERROR)
kwargs={'flushOnClose': False}
target=own
[DEFAULT]
name=x
`,
  )
  const own = realmState.handlers.byName.get('own') as Own
  expect(own.given).toEqual(['x/y', [514, 10], 8, { list: [1_048_576, null] }])
  const memory = realmState.handlers.byName.get('memory') as MemoryHandler
  expect([memory.capacity, memory.flushLevel, memory.target, memory.flushOnClose]).toEqual([10, 40, own, false])
})

test('a class of formatters of your own', () => {
  class Shouting extends Formatter {
    override format(...record: Parameters<Formatter['format']>): string {
      return super.format(...record).toUpperCase()
    }
  }
  registerClass('my.Shouting', Shouting)
  configure(INI.replace('format=', 'class=my.Shouting\nformat='))
  getLogger('app').info('quiet')
  expect(stdout.text).toBe('INFO:QUIET\n')
})

describe('what is refused changes nothing, and says where', () => {
  test.each<[string, string, string]>([
    ['[loggers]', '[logers]', `'loggers'\n[loggers]: fileConfig needs this section; did you mean 'logers'?`],
    ['keys=root,app', 'keys=app', `list.remove(x): x not in list\n[loggers] keys: 'root' must be among them`],
    [
      '[handler_console]',
      '[handler_consol]',
      `'handler_console'\n[handler_console]: [handlers] keys names 'console'; did you mean`,
    ],
    ['class=', 'clas=', `'class'\n[handler_console] class: this option is missing; did you mean 'clas'?`],
    ['level=INFO', 'level=INFOO', `Unknown level: 'INFOO'`],
    ['level=INFO', 'level=INFOO', `\n[handler_console] level: did you mean 'INFO'?`],
    ['formatter=brief', 'formatter=breif', `'breif'\n[handler_console] formatter: did you mean 'brief'?`],
    ['handlers=console', 'handlers=consol', `'consol'\n[logger_app] handlers: did you mean 'console'?`],
    ['class=StreamHandler', 'class=StreamHandlr', `\n[handler_console] class: did you mean 'StreamHandler'?`],
    [
      '(sys.stdout,)',
      '(sys.stdot,)',
      `name 'sys.stdot' is not defined\n[handler_console] args: did you mean 'sys.stdout'?`,
    ],
    ['(sys.stdout,)', '(sys.stdout)', `[handler_console] args: a tuple; one of a single item is written with a comma`],
    ['(sys.stdout,)', '(sys.stdout, 1)', 'StreamHandler() takes from 1 to 2 positional arguments but 3 were given'],
    ['(sys.stdout,)', "(sys.stdout,)\nkwargs={'stream': None}", "got multiple values for argument 'stream'"],
    ['(sys.stdout,)', "(open('x'),)", 'nothing is called'],
    ['(sys.stdout,)', 'dict(stream=sys.stdout)', `[handler_console] args: a tuple; a dict is for kwargs`],
    ['(sys.stdout,)', "(f'{x}',)", `found "f'{x}',)" at character 2\n[handler_console] args: a Python literal`],
    ['(sys.stdout,)', '(1 2)', `at character 4\n[handler_console] args: a Python literal`],
    [
      'class=StreamHandler\nlevel=INFO\nformatter=brief\nargs=(sys.stdout,)',
      'class=handlers.MemoryHandler\nargs=(1,)\ntarget=nobody',
      `'nobody'\n[handler_console] target: the handlers are: console`,
    ],
    ['class=StreamHandler', 'class=sys.stdout', 'sys.stdout is not callable\n[handler_console] class'],
    ['class=StreamHandler\nlevel=INFO\nformatter=brief\nargs=', 'class=Filter\n#', 'expected a class of handlers'],
    ['propagate=0', 'propagate=no', `invalid literal for int() with base 10: 'no'\n[logger_app] propagate: an integer`],
    ['qualname=app', '%', 'Source contains parsing errors'],
  ])('%s -> %s', (from, to, message) => {
    configure(INI)
    const before = [...getLogger('app').handlers, getLogger('app').level, realmState.handlers.open.size]
    expect(() => configure(INI.replace(from, to))).toThrow(message)
    expect([...getLogger('app').handlers, getLogger('app').level, realmState.handlers.open.size]).toEqual(before)
    getLogger('app').info('still here')
    expect(stdout.text).toBe('INFO:still here\n')
  })

  test("its cause is Python's error", () => {
    const refused = (): void => configure(INI.replace('class=', 'clas='))
    expect(refused).toThrow(RangeError)
    expect(refused).toThrow(expect.objectContaining({ cause: expect.any(KeyError) as unknown }))
  })
})

const LINES = INI.split('\n')

test('any change of a file is read, or refused with one of the errors', () => {
  const edit = fc.tuple(
    fc.nat(LINES.length - 1),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...LINES),
      fc.constantFrom('level=%(level)s', 'args=(', 'x'),
    ),
    fc.boolean(),
  )
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
      const lines = [...LINES]
      for (const [at, line, replaces] of edits) lines.splice(at, replaces ? 1 : 0, line)
      try {
        configure(lines.join('\n'))
      } catch (error) {
        const known = [RangeError, TypeError, SyntaxError, ConfigParserError, Error]
        expect(known.some((Class) => error instanceof Class)).toBe(true)
        expect((error as Error).message).not.toMatch(/undefined|is not a function/)
      }
    }),
  )
})

test('nothing hangs on a megabyte', () => {
  const filler = (piece: string): string => piece.repeat((1 << 20) / piece.length)
  for (const piece of ['(', '%%', "'", ',', 'a,', '.a', '[x]\n', 'a=1\n']) {
    for (const from of ['keys=console', 'class=', 'args=', 'handlers=console', 'qualname=app']) {
      expect(() => configure(INI.replace(from, () => `${from}${filler(piece)}`))).toThrow(Error)
    }
  }
})

test('options that mean nothing pass; those that look like a known one are told of', () => {
  const told = (text: string): string[] | null => captureStderr(() => configure(text)).match(/fileConfig: .*/g)
  // Other words, options of [DEFAULT], and misspelt ones that are there too, are none of our business.
  const quiet = INI.replace('format=', 'fmt=x\nother=1\nformat=').replace('class=', 'argz=x\nclass=')
  expect(told(`[DEFAULT]\nlevle=INFO\n${quiet}`)).toBe(null)
  expect(told(INI.replace('format=', 'fmt=').replace('propagate=', 'propogate='))).toEqual([
    "fileConfig: [logger_app] propogate means nothing; did you mean 'propagate'?",
    "fileConfig: [formatter_brief] fmt means nothing; did you mean 'format'?",
  ])
  expect(told(INI.replace('args=', 'arg='))).toEqual([
    "fileConfig: [handler_console] arg means nothing; did you mean 'args'?",
  ])
})

test('all that is wrong is told at once, the first of it as Python does', () => {
  const wrong = INI.replace('keys=brief', 'keys=brief,absent')
    .replace('level=INFO', 'level=LOUD')
    .replace('level=WARNING', 'levle=WARNING')
    .replace('args=(sys.stdout,)', 'args=(sys.stdwrong,)')
    .replace('level=DEBUG\nhandlers=console', 'level=5.5\nhandlers=console,consoel')
    .replace('propagate=0', 'propagate=yes')
  const levels = 'the levels are: CRITICAL, FATAL, ERROR, WARN, WARNING, INFO, DEBUG, NOTSET'
  let message = ''
  try {
    configure(wrong)
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError)
    message = (error as Error).message
  }
  expect(message.split('\n')).toEqual([
    "'formatter_absent'",
    "[formatter_absent]: [formatters] keys names 'absent'; did you mean 'formatter_brief'?",
    "[handler_console] args: name 'sys.stdwrong' is not defined; did you mean 'sys.stdout'?",
    `[handler_console] level: Unknown level: 'LOUD'; ${levels}`,
    "[logger_app] propagate: invalid literal for int() with base 10: 'yes'; an integer",
    `[logger_app] level: Unknown level: '5.5'; ${levels}`,
    "[logger_app] handlers: did you mean 'console'?",
    "[logger_root] levle means nothing; did you mean 'level'?",
  ])
  expect(getLogger('app').handlers).toEqual([])
})

test('a file of something else is told by its three sections', () => {
  expect(() => configure('[a]\nb=c\n')).toThrow(
    /^'formatters'\n\[formatters\]: .*\n\[handlers\]: .*\n\[loggers\]: [^\n]*$/,
  )
})

test('a parser’s own error is told alone; so are more problems than anybody reads', () => {
  const nowhere = INI.replace('level=INFO', 'level=%(nowhere)s').replace('level=DEBUG', 'level=LOUD')
  expect(() => configure(nowhere)).toThrow(ConfigParserError)
  const many = INI.replace('keys=brief', `keys=${Array.from({ length: 99 }, (_, i) => `f${i}`).join()}`)
  expect(() => configure(many)).toThrow(/^'formatter_f0'\n(?:[^\n]+\n){11}… and more$/)
})

describe('a call of a handler’s class that is wrong says which part of it', () => {
  const place = '[handler_console] '

  test.each<[string, string]>([
    ['class=StreamHandler\nargs=(sys.stdout, 1)', `${place}args: expected at most stream`],
    ['class=NullHandler\nargs=(1, 2)', `${place}args: expected at most level`],
    ['class=handlers.MemoryHandler\nargs=()', `${place}args`],
    [
      'class=handlers.MemoryHandler\nargs=(1, 2, 3, 4, 5)',
      `${place}args: expected capacity, and if need be flushLevel, target, flushOnClose`,
    ],
    ['class=handlers.BufferingHandler\nargs=(1, 2)', `${place}args: expected capacity`],
    ["class=handlers.MemoryHandler\nargs=(5, 'LOUD')", `${place}args`],
    ["class=handlers.MemoryHandler\nargs=('x',)", `${place}args`],
    ["class=handlers.MemoryHandler\nargs=(5,)\nkwargs={'flushOnClose': 'no'}", `${place}kwargs`],
    ["class=handlers.MemoryHandler\nargs=(5,)\nkwargs={'colour': 1}", `${place}kwargs`],
    [
      'class=handlers.MemoryHandler\nargs=(5,)\nkwargs={1: 2}',
      `${place}kwargs: a dict whose keys are texts: {'delay': True}`,
    ],
    [
      'class=handlers.MemoryHandler\nargs=(5,)\nkwargs=(1,)',
      `${place}kwargs: a dict whose keys are texts: {'delay': True}`,
    ],
    [
      'class=handlers.MemoryHandler\nargs=5',
      `${place}args: a tuple; one of a single item is written with a comma: (x,)`,
    ],
  ])('%s', (handler, line) => {
    const text = INI.replace(/class=StreamHandler\n.*\n.*\nargs=.*/, () => handler)
    let message = ''
    try {
      configure(text)
    } catch (error) {
      message = (error as Error).message
    }
    expect(message.split('\n').some((each) => each.startsWith(line)) || message).toBe(true)
  })
})

test('a formatter has its options, and a class its own', () => {
  class Own extends Formatter {}
  registerClass('app.Own', Own)
  const format = (options: string): string => {
    stdout.text = ''
    configure(INI.replace(/format=.*/, () => options))
    getLogger('app').info('hi')
    return stdout.text
  }
  expect(format('format=%(levelname)s|%(user)s\ndefaults={"user": "ann"}')).toBe('INFO|ann\n')
  expect(format('format={levelname}\nstyle={')).toBe('INFO\n')
  expect(format('format=%(asctime)s\ndatefmt=now')).toBe('now\n')
  expect(format('class=app.Own\nformat=%(name)s')).toBe('app\n')
  expect(format('class=')).toBe('hi\n')
  expect(() => format('class=app.Nope')).toThrow('[formatter_brief] class')
  expect(() => format('format=plain')).toThrow("Invalid format 'plain' for '%' style\n[formatter_brief]")
  expect(() => format('defaults=(')).toThrow('[formatter_brief] defaults: a Python literal')
})

// As CPython words it, without the class's module.
test.each<[string, string]>([
  ['args=5', 'StreamHandler() argument after * must be an iterable, not int'],
  ['args=None', 'StreamHandler() argument after * must be an iterable, not NoneType'],
  ['args=()\nkwargs={1: 2}', 'keywords must be strings'],
  ['args=()\nkwargs=[1]', 'StreamHandler() argument after ** must be a mapping, not list'],
])('%j', (options, text) => {
  expect(() => configure(INI.replace(/args=.*/, () => options))).toThrow(`${text}\n[handler_console] `)
})
