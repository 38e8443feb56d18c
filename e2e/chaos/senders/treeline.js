// Has the page's records sent by `logging`, the script tag's, with a journal.
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
/** What is told of a way that fails is no error: the chaos has it fail. */
const TOLD = /^(POST |the journal keeps records in memory only)/
http.handleError = (_record, error) => {
  if (!TOLD.test(error?.message)) reportError(error)
}
const log = new logging.Logger('app')
log.addHandler(http)
const METHODS = { d: 'debug', i: 'info', w: 'warning', e: 'error', c: 'critical' }

window.sender = {
  log: (letter, text) => log[METHODS[letter]]('%s', text),
  state() {
    const { memory, segments, corrupt } = journal.stats()
    return { memory, segments, corrupt, ...http.stats() }
  },
}
