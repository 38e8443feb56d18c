// A page that lets errors, warnings and console calls be captured, in the page and in a worker, and tells what was logged.
const seen = []
const isWorker = typeof document === 'undefined'
if (isWorker) importScripts('/treeline.js')

class Seen extends logging.Handler {
  emit(record) {
    const { name, levelname, exc_text, exc_info } = record
    const text = this.format(record)
    seen.push({
      name,
      levelname,
      message: record.getMessage(),
      hasStack: /:\d+/.test(exc_text ?? ''),
      text,
      isError: !!exc_info,
    })
  }
}

const written = []
/** A counter under everything, as a test sees what the console really shows. */
console.info = (...data) => void written.push(data.map(String).join(' '))
const ours = console.info
logging.basicConfig({
  level: 'DEBUG',
  handlers: [new Seen(), new logging.ConsoleHandler({ colors: false, objects: 'text' })],
})
logging.captureErrors()
logging.captureConsole()
logging.captureWarnings(true)

const told = (count) =>
  new Promise((resolve) => {
    const look = () => (seen.length >= count ? resolve() : setTimeout(look, 10))
    look()
  })

async function act() {
  console.info('from %s', 'a program')
  logging.getLogger('app').info('of the application')
  setTimeout(() => {
    throw new TypeError('thrown late')
  })
  await told(3)
  void Promise.reject(new RangeError('not handled'))
  await told(4)
  void Promise.reject('no error')
  await told(5)
  if (!isWorker) {
    const script = document.createElement('script')
    script.src = settings.other + '/other.js'
    document.body.append(script)
    await told(6)
    // Refused by the policy of the page.
    fetch('http://refused.invalid/?token=hush').catch(() => {})
    await told(7)
  }
  for (const stop of [logging.captureErrors, logging.captureConsole, logging.captureWarnings]) stop(false)
  const isRestored = console.info === ours
  console.info('after')
  return { seen, written, isRestored }
}

if (isWorker) act().then((result) => postMessage(result))
else {
  const worker = new Worker('/page.js')
  // Else the page hears of the worker's errors too, without their stacks.
  worker.onerror = (event) => event.preventDefault()
  worker.onmessage = async ({ data }) => {
    const page = await act()
    fetch('/report', { method: 'POST', body: JSON.stringify({ page, worker: data }) })
  }
}
