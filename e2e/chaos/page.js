// A page of the chaos: it logs what it is told, each record with the page's number and its own, by `sender` (senders/).
window.doc = Number(document.documentElement.dataset.doc)
/** What the page logs while it goes; the WARNING takes along into the storage what waits, so every other page is silent. */
const LAST_WORDS = doc % 2 === 0 ? 'iwdi' : ''
const MARK = `mark:${doc}`

let logged = 0
/** The numbers of the calls that have not returned: Firefox ends a page that goes in the middle of one. */
const unreturned = new Set()
const errors = []
addEventListener('error', ({ error, message }) => errors.push(error?.message ?? message))
addEventListener('unhandledrejection', ({ reason }) => errors.push(`unhandled: ${reason}`))

/** Logs a record for each letter. */
window.say = (letters, bytes) => {
  for (const letter of letters) {
    const number = ++logged
    unreturned.add(number)
    sender.log(letter, `${doc}:${number}:${letter} ${'x'.repeat(bytes)}`)
    unreturned.delete(number)
  }
}

window.state = () => ({ logged, errors, ...sender.state() })

/** Resolves when the journal's own timer, which is shorter and was set earlier, has come. */
window.settle = () => new Promise((resolve) => setTimeout(resolve, 300))

/** Gives the ids of the records that are stored, by all pages, and the bytes that they take. */
window.stored = () => {
  const segments = Object.entries(localStorage ?? {}).filter(([key]) => key.includes(':outbox:'))
  const ids = segments.flatMap(([, text]) => [...text.matchAll(/"(\d+:\d+):[diwec]\b/g)].map(([, id]) => id))
  return { ids, bytes: segments.reduce((sum, [key, text]) => sum + 2 * (key.length + text.length), 0) }
}

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

/** Gives how many records each page has logged that went in order, and the numbers of the calls that were ended in their middle. */
window.marks = () => {
  const names = Object.keys(localStorage).filter((key) => key.startsWith('mark:'))
  return Object.fromEntries(names.map((name) => [name.slice(5), JSON.parse(localStorage.getItem(name))]))
}

// Of a fixed length, so that it finds room in a storage that is full.
const mark = () => localStorage.setItem(MARK, JSON.stringify([logged, ...unreturned]).padEnd(30))
let isMarked = false
try {
  mark()
  isMarked = true
} catch {
  // Without a mark, nobody asks for its last words.
}
addEventListener('pagehide', () => {
  // Before the last words, too: Firefox may end the page in their middle.
  if (isMarked) mark()
  say(LAST_WORDS, 10)
  if (isMarked) mark()
})
