// The stub: inline in the head of a page, in front of all other scripts. It queues what the page logs and the errors that
// nobody caught until treeline's script, loaded `async` or `defer`, has arrived (`replayStub.ts`).
import type { QueuedCall } from './replayStub.js'

/** The most calls that are queued. One more says how many were lost. */
const LIMIT = 1000

const queue: QueuedCall[] = []
let lost: [string, number] | undefined

function add(name: string | undefined, method: string, args: unknown[]): void {
  if (queue.length < LIMIT) queue.push([Date.now(), name, method, args])
  else if (lost) lost[1]++
  else {
    lost = ['%d more early calls were lost', 1]
    queue.push([Date.now(), 'treeline', 'warning', lost])
  }
}

function methods(names: string, name?: string): object {
  return Object.fromEntries(names.split(' ').map((method) => [method, (...args: unknown[]) => add(name, method, args)]))
}

const LOGGER = 'debug info warning warn error exception critical fatal log'
const page = globalThis as { logging?: { readonly queue?: unknown; readonly getLogger?: unknown } }

const stub = {
  queue,
  ...methods(LOGGER),
  // In front of the queue: the configuration also counts for earlier calls.
  basicConfig: (...args: unknown[]) => queue.unshift([0, undefined, 'basicConfig', args]),
  getLogger: (name?: unknown) => methods(LOGGER, `${name ?? ''}`),
}
// An element of the page may have that id.
if (!page.logging?.getLogger) page.logging = stub

for (const type of ['error', 'unhandledrejection']) {
  addEventListener(type, (event) => {
    // treeline's script has replaced the stub.
    if (page.logging?.queue !== queue) return
    const { message, error, reason } = event as ErrorEvent & PromiseRejectionEvent
    add('window', 'error', [message || 'Uncaught (in promise)', { exc_info: error ?? reason }])
  })
}
