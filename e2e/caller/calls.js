// One program for every runtime and build: `logging` is in scope, `report` takes what it saw. Each call has a message of its
// own on its own line, by which the test knows where in the finished file it stands.
const seen = []
const names = {}

class Seen extends logging.Handler {
  emit(record) {
    const { pathname, lineno, funcName, stack_info, exc_info } = record
    const exception = exc_info ? this.formatter.formatException(exc_info) : null
    seen.push({ message: record.getMessage(), pathname, lineno, funcName, stack_info, exception })
  }
}

class Late extends logging.Handler {
  records = []

  emit(record) {
    this.records.push(record)
  }
}

const handler = new Seen()
handler.setFormatter(new logging.Formatter())
const late = new Late()
const memory = new logging.handlers.MemoryHandler(100, { target: handler })
logging.basicConfig({ level: 'DEBUG', handlers: [handler] })
const log = logging.getLogger('app')
log.info('at module level')

function plain() {
  log.info('a plain call')
}

function keywords() {
  log.info('with keywords', { extra: { tenant: 'acme' } })
}

const arrow = () => {
  log.info('in an arrow')
}

class Store {
  constructor() {
    log.info('in a constructor')
  }

  static open() {
    log.info('in a static method')
  }

  get size() {
    log.info('in a getter')
    return 0
  }

  save() {
    log.info('in a method')
    this.#write()
  }

  #write() {
    log.info('in a private method')
  }
}

function wrapper(message) {
  log.info(message, { stacklevel: 2 })
}

function outerWrapper(message) {
  innerWrapper(message)
}

function innerWrapper(message) {
  log.info(message, { stacklevel: 3 })
}

function wrapped() {
  wrapper('through a wrapper')
  outerWrapper('through two wrappers')
}

async function asyncWrapper(message) {
  log.info(message, { stacklevel: 2 })
  await Promise.resolve()
}

function asyncWrapped() {
  asyncWrapper('through an async wrapper')
  asyncWrapper('through it again')
}

function farWrapper(message) {
  log.info(message, { stacklevel: 1000 })
}

function looped() {
  ;['through the engine’s own function'].forEach((message) => {
    log.info(message, { stacklevel: 2 })
  })
}

const adapter = new logging.LoggerAdapter(log, { tenant: 'acme' })
function adapted() {
  adapter.info('by an adapter')
  new logging.LoggerAdapter(adapter).warning('by an adapter of an adapter')
}

function moduleLevel() {
  logging.info('by the module')
  logging.log(logging.WARNING, 'by the module at a level')
}

function template() {
  log.info`as a template`
}

class Loud extends logging.Logger {
  info(message, ...args) {
    super.info(message.toUpperCase(), ...args, { stacklevel: 2 })
  }
}
logging.setLoggerClass(Loud)
const loud = logging.getLogger('loud')
logging.setLoggerClass(logging.Logger)
function subclassed() {
  loud.info('BY A SUBCLASS')
}

const filtered = logging.getLogger('filtered')
filtered.addFilter((record) => record.lineno > 0)
function filter() {
  filtered.info('read by a filter')
}

const kept = logging.getLogger('kept')
kept.propagate = false
kept.addHandler(memory)
function keep() {
  kept.info('kept for later')
}

const tooLate = logging.getLogger('too late')
tooLate.propagate = false
tooLate.addHandler(late)
function lateCall() {
  tooLate.info('looked at too late')
}

function manyCalls() {
  for (let i = 0; i < 300; i++) log.info('one of many')
}

/** How long the application's own stacks are. */
function ownStack(depth) {
  const length = depth > 0 ? ownStack(depth - 1) : stackLength()
  return length
}

function stackLength() {
  try {
    return String(new Error().stack).split('\n').length
  } catch {
    return 0
  }
}

function stackInfo() {
  log.info('with the stack', { stack_info: true })
}

function fail() {
  throw new RangeError('no route to db') // thrown here
}

function failing() {
  try {
    fail()
  } catch (error) {
    log.exception('failed to find the user', { exc_info: new TypeError('no user', { cause: error }) })
  }
}

async function waiting() {
  log.info('before the wait')
  await Promise.resolve()
  log.info('after the wait')
}

// oxlint-disable-next-line no-new-func
const string = new Function('log', 'log.info("from a string"); return 1')

async function main() {
  // From here on nothing but the runtime is below.
  await Promise.resolve()
  const before = ownStack(20)
  plain()
  keywords()
  arrow()
  void new Store().size
  new Store().save()
  Store.open()
  wrapped()
  asyncWrapped()
  looped()
  adapted()
  moduleLevel()
  template()
  subclassed()
  filter()
  keep()
  memory.flush()
  lateCall()
  for (const record of late.records) handler.emit(record)
  stackInfo()
  failing()
  string(log)
  await waiting()
  manyCalls()
  report({ seen, names, before, after: ownStack(20) })
}

// What the functions are called in this build.
Object.assign(names, {
  'a plain call': plain.name,
  'with keywords': keywords.name,
  'in an arrow': arrow.name,
  'in a constructor': Store.name,
  'in a static method': 'open',
  'in a getter': 'size',
  'in a method': 'save',
  'through a wrapper': wrapped.name,
  'through two wrappers': wrapped.name,
  'through an async wrapper': asyncWrapped.name,
  'through it again': asyncWrapped.name,
  'through the engine’s own function': looped.name,
  'by an adapter': adapted.name,
  'by an adapter of an adapter': adapted.name,
  'by the module': moduleLevel.name,
  'by the module at a level': moduleLevel.name,
  'as a template': template.name,
  'BY A SUBCLASS': subclassed.name,
  'read by a filter': filter.name,
  'kept for later': keep.name,
  'one of many': manyCalls.name,
  'with the stack': stackInfo.name,
  'failed to find the user': failing.name,
  'before the wait': waiting.name,
  'after the wait': waiting.name,
  fail: fail.name,
})

farWrapper('past the outermost')
void main()
