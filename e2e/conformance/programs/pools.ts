// What programs are made of: the more of a kind, the more often it is picked.

export const LOGGER_NAMES: readonly unknown[] = [
  ...['a', 'a.b', 'a.b.c', 'a.b.c.d.e', 'a.c', 'ab', 'b', 'b.c', 'x.y.z', 'A', 'a b', 'r', 'r.x', 'root', 'root.a', ''],
  ...['a..b', 'a...b', '.a', 'a.', '.', '..', '..a.', 'a.b.', 'é.ß', '😀.x', '\ud800.y', '__proto__', 'constructor.x'],
  ...['py.warnings', 'echo', 'toString', '%s', 'a\nb', null, 0, 5, false],
]

export const SUFFIXES: readonly unknown[] = ['b', 'c', 'b.c', '', 'root', '.', 'x.', '😀', 5, null]

export const LEVELS: readonly unknown[] = [
  ...[0, 5, 10, 15, 20, 25, 30, 40, 50, 60, -5, 2 ** 30, 2 ** 31],
  ...['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR', 'CRITICAL', 'FATAL', 'NOTSET', 'TRACE'],
  ...['info', '', '10', 'Level 10', ' INFO', null, 10.5, true, false],
]

export const GOOD_LEVELS = [0, 5, 10, 15, 20, 30, 40, 50, 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'NOTSET'] as const

export const METHODS = ['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal', 'log'] as const

// Each with the number of arguments that it takes; -1 is one mapping.
export const MESSAGES: readonly (readonly [msg: unknown, takes: number])[] = [
  ['plain', 0],
  ['100%', 0],
  ['two\nlines', 0],
  ['ends\n', 0],
  ['', 0],
  ['%s', 1],
  ['%d items', 1],
  ['%05.1f|%-6s|', 2],
  ['%s and %r', 2],
  ['%x %o %c', 3],
  ['%s %s %s %s', 4],
  ['%*d', 2],
  ['%%', 0],
  ['%s %%', 1],
  ['%(name)s has %(n)d', -1],
  ['%(missing)s', -1],
  ['%(name)s %s', -1],
  ['%z', 1],
  ['%', 1],
  ['é 😀 %s', 1],
  ['\ud800', 0],
  [42, 0],
  [null, 0],
  [true, 0],
  [{ a: 1, 'b c': 'x' }, 0],
  [[1, 'a'], 0],
]

export const VALUES: readonly unknown[] = [
  ...['x', '', 'two words', "it's", 'é', '😀', '%s', 0, 1, -7, 42, 1.5, -0.25, null, true, false],
  ...[[], [1, 'a'], {}, { a: 1 }],
]

export const MAPPINGS = [
  { name: 'bob', n: 3 },
  { name: 'bob' },
  { n: 'three', name: null },
  { name: { a: 1 }, n: 1.5 },
] as const

export const EXTRAS: readonly unknown[] = [
  null,
  {},
  { user: 'ann' },
  { user: 7, ip: '::1' },
  { name: 'clash' },
  { user: 'ann', message: 'clash', asctime: 'clash', lineno: 1 },
  { mark: 'mine' },
  { constructor: 'c', toString: 't' },
  { args: [], user: true },
  { taskName: 'x' },
  { user: null },
]

export const FORMATS: readonly Record<string, unknown>[] = [
  {},
  { fmt: '%(levelname)s:%(name)s:%(message)s' },
  { fmt: '%(name)s -> %(levelname)s: %(message)s' },
  { fmt: '%(asctime)s %(levelno)d %(message)s' },
  { fmt: '%(asctime)s %(message)s', datefmt: '%Y/%m/%d' },
  { fmt: '%(user)s %(message)s' },
  { fmt: '%(user)s %(message)s', defaults: { user: 'nobody' } },
  { fmt: '%(user)s|%(mark)s|%(message)-10s|', defaults: { user: 'u', mark: '-' } },
  { fmt: '%(nope)s', validate: false },
  { fmt: '%(levelno)x %(created).3f %(msecs)03d %(message)s' },
  { fmt: '{levelname:<8}|{name!r}|{message}', style: '{' },
  { fmt: '{message:>20.10} {levelno:#x}', style: '{' },
  { fmt: '{user} {message}', style: '{', defaults: { user: 'x' } },
  { fmt: '{0}', style: '{' },
  { fmt: '$levelname ${name} $message $$', style: '$' },
  { fmt: '$nope', style: '$' },
  { fmt: 'hello' },
  { fmt: 'hello', validate: false },
  { fmt: '%(message)s %' },
  { fmt: '%(message)s %(' },
  { fmt: '{message', style: '{' },
  { fmt: '$1', style: '$' },
  { fmt: '%(message)s', style: '!' },
  { fmt: '' },
  { fmt: '%(message)s', datefmt: '' },
]

export const FILTERS: readonly (readonly unknown[])[] = [
  ['name', 'a'],
  ['name', 'a.b'],
  ['name', ''],
  ['name'],
  ['min', 20],
  ['min', 40],
  ['gives', 0],
  ['gives', ''],
  ['gives', null],
  ['gives', 1],
  ['gives', 'yes'],
  ['odd'],
  ['replace'],
  ['replace'],
  ['tag'],
  ['note'],
  ['note'],
  ['fail'],
]

export const KEYWORDS_OF_BASIC_CONFIG: Readonly<Record<string, readonly unknown[]>> = {
  format: ['%(levelname)s %(message)s', '{message}', '$message', 'bad', '', null, '%(user)s %(message)s'],
  datefmt: ['%H:%M', null, ''],
  style: ['%', '{', '$', '!', null],
  level: ['INFO', 10, 'nope', null, '', 1.5, true, 0],
  stream: [0, 1, null],
  handlers: [['H0'], ['H0', 'H1'], ['H1', 'H1'], [], null],
  force: [true, false],
  filename: [null],
  filemode: ['w'],
  encoding: ['utf-8', null],
  errors: ['strict', null],
  nonsense: [1],
  also: [null],
}

export const WEIGHTS = {
  getLogger: 6,
  getChild: 4,
  getChildren: 2,
  setLevel: 9,
  'level=': 3,
  'parent=': 0.7,
  isEnabledFor: 2,
  getEffectiveLevel: 1,
  hasHandlers: 2,
  addHandler: 12,
  removeHandler: 3,
  handlers: 3,
  propagate: 4,
  disabled: 2,
  filter: 5,
  addFilter: 7,
  removeFilter: 2,
  handler: 8,
  setFormatter: 6,
  setName: 3,
  setTarget: 2,
  setStream: 1,
  flush: 2,
  close: 2,
  getHandlerByName: 1,
  getHandlerNames: 1,
  handle: 4,
  repr: 2,
  disable: 2,
  'disable=': 0.5,
  addLevelName: 2,
  getLevelName: 2,
  getLevelNamesMapping: 0.5,
  adapter: 4,
  log: 45,
  settings: 3,
  setLogRecordFactory: 1,
  setLoggerClass: 1.5,
  managerLoggerClass: 0.5,
  getLoggerClass: 0.3,
  basicConfig: 3,
  captureWarnings: 1,
  warn: 1.5,
  shutdown: 1,
}

export type OperationName = keyof typeof WEIGHTS
