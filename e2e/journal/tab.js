// A tab with a journal and a handler that sends nothing: it shows what the storage's side does. `logging` is the script tag's.
const parameters = new URLSearchParams(location.search)
const src = parameters.get('src')
const options = parameters.get('locks') === 'none' ? { locks: null } : {}
const journal = new logging.handlers.Journal(options)

/** What was taken over, as `src:seq`, and what was told. */
window.taken = []
window.gone = []
window.lost = 0
window.errors = []
window.hasLocks = navigator.locks !== undefined

const outbox = journal.open({
  src,
  destination: 'https://log.example/',
  onTakeover() {
    for (let some = outbox.takeOver(); some.length > 0; some = outbox.takeOver()) {
      taken.push(...some.map((entry) => `${entry.src}:${entry.seq}`))
    }
  },
  onGone: (entries) => gone.push(...entries.map((entry) => `${entry.src}:${entry.seq}`)),
  onLost: (reason, count) => (lost += count),
  onError: (error) => errors.push(String(error)),
})

/** Adds records with these numbers. */
window.add = (first, last, isUrgent) => {
  for (let seq = first; seq <= last; seq++) {
    outbox.add({ src, seq, levelno: 20, line: `{"seq":${seq},"levelno":20,"msg":"m"}\n` }, isUrgent)
  }
}

/** Removes records by `src:seq`, as an answer of the server does. */
window.acknowledge = (names) =>
  outbox.remove(names.map((name) => ({ src: name.split(':')[0], seq: Number(name.split(':')[1]) })))

window.segments = () => journal.stats().segments
