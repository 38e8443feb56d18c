// Measures how many records of a worker arrive that is ended right after it has logged them: by way, by kind of worker and of end.
const COUNT = 50

const QUERY = new URLSearchParams(location.search)
const REPEATS = Number(QUERY.get('repeats') ?? 5)
const ONLY = QUERY.getAll('only')
/** For how long records are waited for. */
const PATIENCE_MS = Number(QUERY.get('patienceMs') ?? 2500)

const WAYS = ['http', 'http 50 ms', 'http flush', 'queue', 'queue later', 'queue flush', 'channel']
const CASES = [
  ...WAYS.map((way) => ['dedicated', 'terminate', way]),
  ...WAYS.map((way) => ['dedicated', 'close', way]),
  ...WAYS.map((way) => ['shared', 'close', way]),
  ...['http', 'http flush'].map((way) => ['service', 'close', way]),
]

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Has a worker of a new page log, and ends the worker or the page. */
async function measure([kind, ending, way], run) {
  const frame = document.createElement('iframe')
  frame.src = '/frame.html'
  document.body.append(frame)
  await new Promise((resolve) => (frame.onload = resolve))
  const told = new Promise((resolve, reject) => {
    const end = (worker) => {
      if (ending === 'terminate') worker.terminate()
      else frame.remove()
      resolve()
    }
    setTimeout(() => reject(new Error('the worker does not answer')), 10 * PATIENCE_MS)
    frame.contentWindow.haveLogged(kind, { way, run, count: COUNT }, end).catch(reject)
  })
  await told
  await arrived(run)
  frame.remove()
}

/** Waits until all records of a run are there, or until none is expected any more. */
async function arrived(run) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const count = await fetch(`/count?run=${run}`).then((response) => response.text())
    if (Number(count) === COUNT) return
  }
}

async function main() {
  for (const each of CASES.filter((names) => ONLY.length === 0 || ONLY.includes(names.join(' ')))) {
    const name = each.join(' ')
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const run = `${name.replaceAll(' ', '-')}-${repeat}`
      const failure = await measure(each, run).then(
        () => '',
        (error) => String(error?.message ?? error),
      )
      await fetch('/ended', { method: 'POST', body: JSON.stringify({ name, run, failure }) })
    }
  }
  await fetch('/over', { method: 'POST' })
}
void main()
