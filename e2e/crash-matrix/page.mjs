import { boundOf } from './judge.mjs'
import { GROUPS } from './rows.mjs'
import { ENDINGS } from './rows/endings.mjs'
import { subjectOf, SUBJECTS } from './subjects.mjs'

/** @typedef {Map<import('./rows.mjs').Row, Map<string, import('./world.mjs').Verdict>>} Results */

/** @param {string[]} cells */
const tableRow = (cells) => `| ${cells.join(' | ')} |\n`

/** @param {string[]} heads */
const tableHead = (heads) => tableRow(heads) + tableRow(heads.map(() => '---'))

/**
 * The page `docs/reliability.md`.
 *
 * @param {Results} results
 */
export function pageOf(results) {
  return `# What is lost, and when

Written by \`npm run crash-matrix -- --write\` on Node ${process.version} (${process.platform}). Each cell is a child program that logs
numbered lines and ends as its row says. The lines are counted afterwards: those lost, torn and doubled, the exit code, and
the time to the exit. \`npm test\` runs a sixth of it, and fails where treeline loses more than this page says.
Pages have a page of their own: [reliability-pages.md](reliability-pages.md).

## Ways to end, and what each handler loses

${promises()}
A \`MemoryHandler\` holds its records for another handler, and gives them to it at every exit but SIGKILL. Handlers that send
over a network say on standard error how many records they could not deliver.

What the platform does not allow:

- **SIGKILL** runs no code. What is in the memory of the process is lost: with \`buffering\` at most so many characters, which are
  younger than \`flushIntervalMs\`; of a queue to a worker at most its \`maxsize\`.
- **An uncaught error, and a listener that ends the process itself**: handlers are flushed before listeners of
  \`'uncaughtException'\` run, and hold nothing while these run. Where a listener throws, all is done that is done at an exit. Where
  it calls \`process.abort()\` or \`process.reallyExit()\`, or where the function of \`process.setUncaughtExceptionCaptureCallback()\`
  throws, no more code runs: what handlers that send over a network have not sent is lost.
- **\`process.abort()\`, \`process.reallyExit()\`, \`--abort-on-uncaught-exception\`** and a heap that is full run no code, as SIGKILL.
- **\`process.removeAllListeners()\`** takes treeline's listeners too: what is held then is lost at the end.
- **A worker thread** is ended without a word, by \`worker.terminate()\` and with the main thread. So \`buffering\` holds nothing in a
  worker: each record is in the file when its call returns; and a \`QueueListener\` there handles what the same thread puts into its
  \`Queue\` in the logging call. A \`MemoryHandler\` in a worker holds what it is there to hold, until a record of its \`flushLevel\` or
  its \`capacity\` comes: what it holds is lost, as Node says nothing to a worker that is ended. \`process.stdout\` and the console of a worker go through the main
  thread, and may lose what it did not write: use \`stdout\`.
- **A connection that is not there yet** at \`process.exit()\`, an uncaught error or a signal: a thread makes one, up to a second, and
  sends what waits, while the process waits for it. What the peer's machine has taken and the peer has not read is beyond our sight.
- **A reader that takes nothing** is waited for 400 ms in a call, 5 s at an exit, and half a second after a signal. Then the process
  ends and says how many records were not taken. Writes block without end on Windows, for terminals outside of Linux, and for
  a socket in a worker thread.
- **Text that the application has written itself** to \`process.stdout\`, and that waits there for a slow reader, comes first. A
  record behind it goes Node's way, and may be lost with it at \`process.exit()\`.
- **A file that is deleted** is noticed within a second of a record, in a turn of the event loop. Records of that second are in
  the deleted file.
- **At the end of the stack** nothing can be called: a record that is logged there may be lost, and standard error says how many
  were. V8 ends the process where it compiles a regular expression there. treeline's own are compiled before, or the call asks
  for room: all of them in the first 1000 calls, after those what is common. What is formatted in a rare way for the second time
  just there may still end the process; so may an expression of the application's.

## The whole matrix

A cell is what is lost, where nothing else is said. \`exit\` and a signal stand where the process ended otherwise than the row
asks for.
${GROUPS.map((group) => groupText(group, results)).join('')}`
}

function promises() {
  const own = [...SUBJECTS].filter(([, { isPeer }]) => !isPeer)
  const rows = ENDINGS.map((row) => tableRow([row.what, ...own.map(([key]) => bounded(boundOf(row, key)))]))
  return tableHead(['', ...own.map(([, { name }]) => name)]) + rows.join('')
}

/** @param {number} count */
const bounded = (count) => (count === 0 ? 'nothing' : `at most ${count} lines`)

/**
 * @param {{ title: string, rows: import('./rows.mjs').Row[] }} group
 * @param {Results} results
 */
function groupText({ title, rows }, results) {
  const keys = [...SUBJECTS.keys()].filter((key) => rows.some((row) => results.get(row)?.has(key)))
  const lines = rows.map((row) => {
    const verdicts = results.get(row)
    return tableRow([row.what, ...keys.map((key) => cell(row, verdicts?.get(key)))])
  })
  const notes = rows.filter(({ why }) => why).map(({ what, why }) => `- ${what}: ${why}.\n`)
  const list = notes.length > 0 ? `\nWhy treeline may lose lines:\n\n${notes.join('')}` : ''
  return `\n### ${title}\n\n${tableHead(['', ...keys.map((key) => subjectOf(key).name)])}${lines.join('')}${list}`
}

/**
 * @param {import('./rows.mjs').Row} row
 * @param {import('./world.mjs').Verdict | undefined} verdict
 */
function cell({ code: wanted = 0 }, verdict) {
  if (verdict === undefined) return ''
  const { expected, found, torn, doubled, code, signal, hangs, ms } = verdict
  const lost = expected - found
  return [
    lost === 0 ? '0' : `**${lost}** of ${expected}`,
    torn > 0 && `${torn} torn`,
    doubled > 0 && `${doubled} doubled`,
    hangs ? 'hangs' : code !== wanted && `exit ${signal ?? code}`,
    !hangs && ms >= 1000 && `${(ms / 1000).toFixed(1)} s`,
  ]
    .filter(Boolean)
    .join(', ')
}
