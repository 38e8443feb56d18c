// A page of the chaos: it logs what it is told, each record with the page's number and its own. `logging` is the script tag's.
window.doc = Number(document.documentElement.dataset.doc)
const mutant = document.documentElement.dataset.mutant
const deaf = mutant === 'deaf'
const journal = new logging.handlers.Journal({
  ...(deaf && { eventTarget: new EventTarget(), flushIntervalMs: 3_600_000 }),
  ...window.journalOptions,
})
if (deaf) {
  const open = journal.open.bind(journal)
  journal.open = (owner) => Object.assign(open(owner), { flush() {} })
}
const http = new logging.handlers.BufferingHTTPHandler(window.address ?? '/log', { journal, ...window.options })
const log = new logging.Logger('app')
log.addHandler(http)
const METHODS = { d: 'debug', i: 'info', w: 'warning', e: 'error', c: 'critical' }
/** What the page logs while it goes; the WARNING takes along into the storage what waits, so every other page is silent. */
const LAST_WORDS = doc % 2 === 0 ? 'iwdi' : ''
const MARK = `mark:${doc}`

let logged = 0
const errors = []
http.handleError = (record, error) => errors.push(String(error?.cause ?? error))
addEventListener('error', ({ message }) => errors.push(message))
addEventListener('unhandledrejection', ({ reason }) => errors.push(`unhandled: ${reason}`))

/** Logs a record for each letter. */
window.say = (letters, bytes) => {
  for (const letter of letters) log[METHODS[letter]]('%d:%d:%s %s', doc, ++logged, letter, 'x'.repeat(bytes))
}

window.state = () => {
  const { memory, segments, corrupt } = journal.stats()
  return { logged, memory, segments, corrupt, errors, ...http.stats() }
}

/** Resolves when the journal's own timer, which is shorter and was set earlier, has come. */
window.settle = () => new Promise((resolve) => setTimeout(resolve, 300))

/** Fills the storage, as a host does that knows no bound. */
window.fill = () => {
  let size = 2 ** 20
  for (let n = 0; size >= 1; n++) {
    try {
      localStorage.setItem(`host:${n}`, 'h'.repeat(size))
    } catch {
      size /= 2
    }
  }
}

window.free = () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith('host:')) localStorage.removeItem(key)
}

/** Gives how many records each page has logged that went in order. */
window.marks = () => {
  const names = Object.keys(localStorage).filter((key) => key.startsWith('mark:'))
  return Object.fromEntries(names.map((name) => [name.slice(5), Number(localStorage.getItem(name))]))
}

// Of a fixed length, so that it finds room in a storage that is full.
const mark = (count) => localStorage.setItem(MARK, String(count).padStart(6, '0'))
try {
  mark(0)
} catch {
  // Without a mark, nobody asks for its last words.
}
addEventListener('pagehide', () => {
  say(LAST_WORDS, 10)
  if (localStorage.getItem(MARK) !== null) mark(logged)
})
