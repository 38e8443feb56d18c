// Runs the program of a row in the world that the row wants, and gives the verdict.
import { execFileSync, spawn } from 'node:child_process'
import {
  constants,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { countLines } from './line.mjs'
import { openSink } from './sinks.mjs'
import { subjectOf } from './subjects.mjs'

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url))
/** After which a program is taken to hang. Peers are only looked at. */
const HANGS_MS = 120_000
const PEER_HANGS_MS = 20_000
/** When a reader begins that comes late: each call has lost its patience by then. */
const LATE_MS = 1500
const NOBODY = 65_534

/**
 * @typedef {{ expected: number, found: number, torn: number, doubled: number, code: number | null, signal: string | null,
 *   hangs: boolean, ms: number, stderr: string }} Verdict
 */

/**
 * @param {import('./rows.mjs').Row} row
 * @param {string} subject
 * @returns {Promise<Verdict>}
 */
export async function run(row, subject) {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-crash-'))
  try {
    const file = prepare(row, folder)
    const sink = subjectOf(subject).sink === 'network' ? await openSink(row.peer) : undefined
    const programs = Array.from({ length: row.processes ?? 1 }, (_, i) =>
      runProgram(row, { subject, file, port: sink?.port, folder, first: (i * row.expected) / (row.processes ?? 1) }),
    )
    const ended = await Promise.all(programs)
    if (row.restart)
      await runProgram(
        { id: row.id, what: row.what, does: [], options: row.options, expected: 0 },
        { subject, file, port: sink?.port, folder, first: 0 },
      )
    return verdict(row, ended, sink ? await sink.text() : textOf(folder, subject, ended))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Returns the path of the log file.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {string} folder
 */
function prepare({ place }, folder) {
  const file = place === 'dev/full' ? '/dev/full' : join(folder, place === 'no folder' ? 'later' : '', 'app.log')
  if (place === 'torn') writeFileSync(file, 'line 0000000 ...', { mode: 0o666 })
  if (place === 'no right') {
    writeFileSync(file, '', { mode: 0o400 })
    execFileSync('chmod', ['755', folder])
  }
  return file
}

/**
 * @typedef {{ code: number | null, signal: string | null, hangs: boolean, ms: number, stdout: string, stderr: string,
 *   logged: number }} Ended
 *
 * @param {import('./rows.mjs').Row} row
 * @param {{ subject: string, file: string, port: number | undefined, folder: string, first: number }} given
 * @returns {Promise<Ended>}
 */
function runProgram(row, { subject, file, port, folder, first }) {
  const program = {
    subject,
    place: { file, port, module: row.module, options: row.options, through: row.through },
    first,
    does: row.does ?? [{ log: row.processes ? row.expected / row.processes : 2000 }],
    inWorker: row.inWorker,
    end: row.end,
  }
  const out = openOut(row, folder)
  const args = [
    ...(row.before ? ['--import', `data:text/javascript,${row.before}`] : []),
    CHILD,
    JSON.stringify(program),
  ]
  // The limit of a file's size stands for the size of the disk: its end can be put off.
  const [command, ...rest] =
    row.place === 'limited'
      ? [
          'bash',
          '-c',
          'ulimit -S -f 64; exec "$@"',
          'bash',
          process.execPath,
          '--import',
          'data:text/javascript,process.on("SIGXFSZ",()=>{})',
          ...args,
        ]
      : row.id === 'descriptors'
        ? ['bash', '-c', 'ulimit -n 256; exec "$@"', 'bash', process.execPath, ...args]
        : [process.execPath, ...args]
  const child = spawn(command, rest, {
    stdio: ['pipe', out.fd, 'pipe', 'pipe'],
    ...(row.place === 'no right' && process.getuid?.() === 0 ? { uid: NOBODY } : {}),
  })
  out.start(child.stdout)
  return new Promise((done, fail) => {
    let stderr = ''
    let heard = ''
    let hangs = false
    let actedAt = performance.now()
    child.stderr?.on('data', (data) => (stderr += data))
    child.stdio[3]?.on('data', (data) => {
      const before = heard
      heard += data
      if (before.includes('ready ') || !heard.includes('ready ')) return
      actedAt = performance.now()
      act(row, child, file)
    })
    const timer = setTimeout(
      () => {
        hangs = true
        child.kill('SIGKILL')
      },
      subjectOf(subject).isPeer ? PEER_HANGS_MS : HANGS_MS,
    )
    child.on('error', fail)
    let ended = { code: /** @type {number | null} */ (null), signal: /** @type {string | null} */ (null), ms: 0 }
    child.on('exit', (code, signal) => {
      ended = { code, signal, ms: performance.now() - actedAt }
      clearTimeout(timer)
      out.stop()
    })
    child.on('close', () => {
      const logged = Number(
        heard
          .match(/logged (\d+)\n/g)
          ?.at(-1)
          ?.slice(7) ?? 0,
      )
      done({ ...ended, hangs, stderr, logged, stdout: out.text() })
    })
  })
}

/**
 * @param {import('./rows.mjs').Row} row
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} file
 */
function act(row, child, file) {
  if (row.signal) setTimeout(() => child.kill(row.signal), row.signal === 'SIGKILL' ? 100 : 0)
  if (row.act === 'mkdir') mkdirSync(join(file, '..'), { recursive: true })
  if (row.act === 'free') execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:'])
  if (row.act) child.stdin?.write('go\n')
}

/**
 * Opens what is standard output to the program: a pipe, or a socket.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {string} folder
 */
function openOut({ reader = 'reads', socket }, folder) {
  let text = ''
  if (socket) return socketOut(reader)
  const path = join(folder, `out-${readdirSync(folder).length}`)
  execFileSync('mkfifo', [path])
  const { O_RDONLY, O_NONBLOCK } = constants
  let read = openSync(path, O_RDONLY | O_NONBLOCK)
  const fd = openSync(path, 'w')
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const bytes = Buffer.alloc(reader === 'slow' ? 4096 : 1 << 20)
  const take = () => {
    try {
      const count = readSync(read, bytes, 0, bytes.length, null)
      text += bytes.toString('utf8', 0, count)
      if (reader === 'closes' && count > 0) close()
      return count
    } catch {
      return 0
    }
  }
  const close = () => {
    clearInterval(timer)
    if (read >= 0) closeSync(read)
    read = -1
  }
  return {
    fd,
    start() {
      // The child has its own.
      closeSync(fd)
      const begin = () => {
        // The program may have ended before a late reader comes.
        if (read >= 0) timer = setInterval(take, reader === 'slow' ? 4 : 1)
      }
      if (reader === 'late') setTimeout(begin, LATE_MS)
      else if (reader !== 'never') begin()
    },
    stop() {
      if (reader !== 'never' && reader !== 'closes') while (take() > 0);
      close()
    },
    text: () => text,
  }
}

/** @param {string} reader */
function socketOut(reader) {
  /** @type {string[]} */
  const texts = []
  /** @type {import('node:stream').Readable | null} */
  let stream = null
  return {
    fd: /** @type {const} */ ('pipe'),
    start(/** @type {import('node:stream').Readable | null} */ stdout) {
      stream = stdout
      if (reader === 'never') return
      stdout?.on('data', (data) => {
        texts.push(String(data))
        stdout.pause()
        setTimeout(() => stdout.resume(), 4)
      })
    },
    // What the program has left behind is lost with a reader that reads nothing.
    stop: () => void (reader === 'never' && stream?.resume()),
    text: () => (reader === 'never' ? '' : texts.join('')),
  }
}

/**
 * @param {string} folder
 * @param {string} subject
 * @param {Ended[]} ended
 */
function textOf(folder, subject, ended) {
  if (subjectOf(subject).sink === 'stdout') return ended.map(({ stdout }) => stdout).join('')
  return [folder, join(folder, 'later')]
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      readdirSync(path)
        .filter((name) => name.startsWith('app.log') && !name.endsWith('.tmp'))
        .map((name) => join(path, name)),
    )
    .map((path) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)).toString() : readFileSync(path, 'utf8')))
    .join('')
}

/**
 * @param {import('./rows.mjs').Row} row
 * @param {Ended[]} ended
 * @param {string} text
 * @returns {Verdict}
 */
function verdict(row, ended, text) {
  const { found, torn, doubled } = countLines(text)
  const from = row.from ?? 0
  const one = ended[0]
  if (one === undefined) throw new Error('no program ran')
  const logged = row.end === 'forever' ? one.logged : row.expected
  const expected = logged - from
  let there = 0
  for (let i = from; i < logged; i++) if (found.has(i)) there++
  const { code, signal, ms } = one
  const hangs = ended.some((each) => each.hangs)
  const stderr = ended.map((each) => each.stderr).join('')
  const ownTorn = row.place === 'torn' ? torn.filter((part) => part !== 'line 0000000 ...') : torn
  return { expected, found: there, torn: ownTorn.length, doubled, code, signal, hangs, ms, stderr }
}
