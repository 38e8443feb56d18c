// Runs the sample beside a button in a frame of its own, and shows under it what its console got.
import { consoleText } from './consoleText'
import { pageCode } from './sample'

const METHODS = ['debug', 'log', 'info', 'warn', 'error', 'trace'] as const

/** What a frame has beside the names of any window. */
interface SampleWindow extends Window {
  console: Console
  sampleWrote(text: string): void
  sampleEnded(): void
}

/** Listens for the buttons of all pages; the file is the script tag's. */
export function runSamples(file: string): void {
  addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('.sample-run') : null
    const sample = button?.closest('.sample')
    if (sample) void run(sample, file)
  })
}

async function run(sample: Element, file: string): Promise<void> {
  const code = pageCode(sample.querySelector('pre code')?.textContent ?? '')
  if (code === undefined) return
  for (const old of sample.querySelectorAll('.sample-output, iframe')) old.remove()
  const output = new Output(sample)
  const frame = await openFrame(sample, file)
  const window = frame.contentWindow as SampleWindow | null
  if (window === null) return
  listen(window, output)
  const script = frame.contentDocument!.createElement('script')
  script.type = 'module'
  script.textContent = code
  frame.contentDocument!.body.append(script)
}

/** Opens a page of the sample's own: no logger of an earlier run is in its tree. */
function openFrame(sample: Element, file: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.title = 'where the sample runs'
  frame.srcdoc = `<!doctype html><body><script src="${file}"></script>`
  return new Promise((resolve) => {
    frame.addEventListener('load', () => resolve(frame), { once: true })
    sample.append(frame)
  })
}

function listen(window: SampleWindow, output: Output): void {
  for (const method of METHODS)
    window.console[method] = (...values: unknown[]) => output.add(method, consoleText(values))
  window.sampleWrote = (text) => output.add('log', text.replace(/\n$/, ''))
  window.sampleEnded = () => output.end()
  window.addEventListener('error', ({ message }) => {
    output.add('error', message)
    output.end()
  })
  window.addEventListener('unhandledrejection', ({ reason }) => output.add('error', `Uncaught (in promise) ${reason}`))
}

/** The lines under a sample. */
class Output {
  private readonly element = document.createElement('pre')

  constructor(sample: Element) {
    this.element.className = 'sample-output'
    this.element.setAttribute('role', 'log')
    this.element.setAttribute('aria-label', 'Output')
    this.element.tabIndex = 0
    sample.append(this.element)
  }

  add(method: string, text: string): void {
    const line = document.createElement('span')
    line.className = `sample-line sample-${method}`
    line.textContent = `${text}\n`
    this.element.append(line)
  }

  end(): void {
    if (this.element.childElementCount === 0) this.add('nothing', 'Nothing was written.')
    this.element.dataset['ended'] = ''
  }
}
