// Counterparts of ConfigDictTest: formatters, filters, and what stands for something else.
import * as logging from 'treeline'
import { type DictConfig, dictConfig, registerClass, registerObject } from 'treeline/config'
import type { MemoryHandler } from 'treeline/handlers'
import { BaseConfigurator } from '@treeline/core/config'
import { expect, test } from 'vitest'
import { configOfCart, configOfRoot } from './configs.js'
import { OneLineFormatter, useRoot, useStdout } from './setup.js'

const root = useRoot()
const out = useStdout()

const FORMAT = '%(levelname)s:%(name)s:%(message)s'

interface FormatKeywords {
  format?: string
  datefmt?: string
}

/** A factory that knows these two keywords only. */
function makeFormatter({ format, datefmt, ...rest }: FormatKeywords): logging.Formatter {
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw new TypeError(`makeFormatter() got an unexpected keyword argument '${unknown}'`)
  return new logging.Formatter(format, { datefmt })
}

class NoFormatter {
  constructor(readonly fmt: string) {}
}

registerClass('test_logging.OneLineFormatter', OneLineFormatter)
registerClass('test_logging.NoFormatter', NoFormatter)
registerObject('test_logging.makeFormatter', makeFormatter)

/** Expects that the root's errors are written by a OneLineFormatter, after a configuration. */
function errorsAreOneLine(config: DictConfig): void {
  dictConfig(config)
  expect(logging.getHandlerByName('out')).toBeInstanceOf(logging.StreamHandler)
  logging.exception('failed', new RangeError('out of pears'))
  expect(out.stream.text).toBe('ERROR:root:failed\nbecause of RangeError\n')
  expect(root.lines).toEqual([])
}

test('ConfigDictTest.test_config4_ok', () => {
  errorsAreOneLine(configOfRoot({ formatters: { brief: { '()': 'test_logging.OneLineFormatter', format: FORMAT } } }))
})

test('ConfigDictTest.test_config4a_ok', () => {
  const { handlers, ...config } = configOfRoot({
    formatters: {
      brief: { '()': OneLineFormatter, format: FORMAT },
      byName: { '()': 'test_logging.makeFormatter', format: FORMAT },
      byFunction: { '()': makeFormatter, format: FORMAT },
    },
  })
  const err = { '()': () => new logging.StreamHandler(), formatter: 'byFunction' }
  errorsAreOneLine({ ...config, handlers: { ...handlers, err } })
  const { formatter } = logging.getHandlerByName('err')!
  expect(formatter!.format(logging.makeLogRecord({ name: 'n', levelname: 'L', msg: 'm' }))).toBe('L:n:m')
})

test('ConfigDictTest.test_config16_ok', () => {
  const formatters = { brief: { format: '%(message)s | %(fruit)s', defaults: { fruit: 'pear' } } }
  dictConfig(configOfRoot({ formatters }))
  const formatter = logging.getHandlerByName('out')!.formatter!
  expect(formatter.format(logging.makeLogRecord({ msg: 'a', fruit: 'plum' }))).toBe('a | plum')
  expect(formatter.format(logging.makeLogRecord({ msg: 'a' }))).toBe('a | pear')
})

test('ConfigDictTest.test_config17_ok', () => {
  class WithProperty extends logging.Formatter {
    property = 'as made'
  }
  const brief = {
    '()': WithProperty,
    style: '{',
    datefmt: '%H:%M',
    // Python's name of the key; the class calls it fmt.
    format: '{message}!',
    '.': { property: 'as configured' },
  }
  dictConfig(configOfRoot({ formatters: { brief } }))
  const { formatter } = logging.getHandlerByName('out')!
  expect(formatter).toBeInstanceOf(WithProperty)
  expect(formatter).toMatchObject({ property: 'as configured', datefmt: '%H:%M' })
  expect(formatter!.format(logging.makeLogRecord({ msg: 'careful' }))).toBe('careful!')
})

/** A formatter whose style is `$`, under a memory handler and its target. */
function configOfDollars(format: string): DictConfig {
  const common = { level: 'DEBUG', formatter: 'dollars' }
  return {
    version: 1,
    formatters: { dollars: { format, style: '$' } },
    handlers: {
      out: { ...common, class: 'logging.StreamHandler' },
      memory: { ...common, class: 'logging.handlers.MemoryHandler', capacity: 5, target: 'out' },
    },
    loggers: { shop: { level: 'DEBUG', handlers: ['memory'] } },
  }
}

test('ConfigDictTest.test_bad_format', () => {
  expect(() => dictConfig(configOfDollars('%(asctime)s %(message)s'))).toThrow(
    /^Unable to configure formatter 'dollars'/,
  )
})

test('ConfigDictTest.test_bad_format_with_dollar_style', () => {
  dictConfig(configOfDollars('${asctime} ${message}'))
  const [memory] = logging.getLogger('shop').handlers as MemoryHandler[]
  expect(memory!.target).toBeInstanceOf(logging.Handler)
  expect(memory!.formatter!._style).toBeInstanceOf(logging.StringTemplateStyle)
  expect([...logging.getHandlerNames()].toSorted()).toEqual(['memory', 'out'])
})

/** The formatter that a configuration made of a formatter's part. */
function formatterOf(brief: object): logging.Formatter {
  dictConfig(configOfCart({ formatters: { brief } }))
  return logging.getLogger('shop.cart').handlers[0]!.formatter!
}

test('ConfigDictTest.test_custom_formatter_class_with_validate', () => {
  const brief = { '()': 'test_logging.OneLineFormatter', format: FORMAT, validate: false }
  expect(formatterOf(brief)).toBeInstanceOf(OneLineFormatter)
})

test('ConfigDictTest.test_custom_formatter_class_with_validate2', () => {
  const brief = { class: 'test_logging.OneLineFormatter', format: FORMAT, validate: false }
  expect(formatterOf(brief)).toBeInstanceOf(OneLineFormatter)
})

test('ConfigDictTest.test_custom_formatter_class_with_validate2_with_wrong_fmt', () => {
  const brief = { class: 'test_logging.OneLineFormatter', format: FORMAT, style: '$' }
  expect(() => formatterOf(brief)).toThrow(/^Unable to configure formatter 'brief'/)
  expect(formatterOf({ ...brief, validate: false })).toBeInstanceOf(OneLineFormatter)
})

test('ConfigDictTest.test_custom_formatter_class_with_validate3', () => {
  const brief = { class: 'test_logging.NoFormatter', format: FORMAT, validate: false }
  expect(() => formatterOf(brief)).toThrow(/^Unable to configure formatter 'brief'/)
})

test('ConfigDictTest.test_custom_formatter_function_with_validate', () => {
  const brief = { '()': makeFormatter, format: FORMAT, validate: false }
  expect(() => formatterOf(brief)).toThrow(/^Unable to configure formatter 'brief'[^]*validate/)
})

test('ConfigDictTest.test_custom_formatter_function_with_defaults', () => {
  const brief = { '()': makeFormatter, format: `${FORMAT}:%(fruit)s`, defaults: { fruit: 'pear' } }
  expect(() => formatterOf(brief)).toThrow(/^Unable to configure formatter 'brief'[^]*defaults/)
})

test('ConfigDictTest.test_baseconfig', () => {
  const odd = '9 pears (or so) © ß'
  const configurator = new BaseConfigurator({
    list: ['a', 'b', 'c'],
    lists: ['d', ['e', ['f', 'g']], 'h'],
    dict: {
      a: 'i',
      n: 3,
      '': 10,
      [odd]: 9,
      'one ] bracket': 11,
      'two [ brackets ]': 12,
      inner: { a: 'j', '': 13, [odd]: 14, list: ['k', ['l', 'm']], dict: { a: 1, 'a (b) c': 2 } },
    },
    pointing: ['n', 'cfg://list', 'o'],
  })
  const values: Record<string, unknown> = {
    'list[1]': 'b',
    'lists[1][0]': 'e',
    'lists[1][1][1]': 'g',
    'dict.a': 'i',
    'dict[n]': 3,
    [`dict[${odd}]`]: 9,
    'dict[]': 10,
    'dict.inner.a': 'j',
    'dict.inner[a]': 'j',
    'dict[inner].a': 'j',
    'dict[inner][a]': 'j',
    [`dict[inner][${odd}]`]: 14,
    'dict[inner][]': 13,
    'dict[inner][list][0]': 'k',
    'dict[inner][list][1][0]': 'l',
    'dict[inner].dict.a': 1,
    'dict[inner].dict[a]': 1,
    'dict[inner].dict[a (b) c]': 2,
    'dict.inner.list[1][1]': 'm',
    'dict.inner.dict.a': 1,
    'dict.inner.dict[a]': 1,
  }
  for (const [path, value] of Object.entries(values)) expect(configurator.convert(`cfg://${path}`), path).toBe(value)
  expect(configurator.convert('cfg://pointing')).toEqual(['n', ['a', 'b', 'c'], 'o'])

  for (const path of ['nothing', 'dict[2]', 'dict[one ] bracket]']) {
    expect(() => configurator.convert(`cfg://${path}`), path).toThrow(logging.KeyError)
  }
  for (const path of ['!', 'dict[one ]] bracket]', 'dict[two [ brackets ]]']) {
    expect(() => configurator.convert(`cfg://${path}`), path).toThrow(RangeError)
  }
})

/** Configures the root with one filter object, and expects it to be there. */
function takesFilter(filter: logging.FilterLike): void {
  dictConfig({ version: 1, root: { level: 'DEBUG', filters: [filter] } })
  expect(root.logger.filters).toHaveLength(1)
  expect(root.logger.filters[0]).toBe(filter)
}

test('ConfigDictTest.test_config_callable_filter_works', () => {
  takesFilter(() => 1)
})

test('ConfigDictTest.test_config_filter_works', () => {
  takesFilter(new logging.Filter('shop.cart'))
})

test('ConfigDictTest.test_config_filter_method_works', () => {
  class LikeFilter {
    filter(): number {
      return 1
    }
  }
  takesFilter(new LikeFilter())
})

test('ConfigDictTest.test_invalid_type_raises', () => {
  class NoFilter {}
  for (const filter of [null, 1, new NoFilter()]) {
    const config = { version: 1, root: { level: 'DEBUG', filters: [filter as never] } } as const
    expect(() => dictConfig(config)).toThrow(/^Unable to configure root logger/)
    expect(root.logger.filters).toEqual([])
  }
})
