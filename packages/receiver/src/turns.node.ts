import type { Socket } from 'node:net'

type Work = () => Promise<void>

/** The longest time in one turn of the event loop for new connections, in milliseconds. */
const TURN_MS = 10

/** The connections that got an answer which was no refusal. */
const preferred = /* @__PURE__ */ new WeakSet<Socket>()
/** The requests of a connection that wait for the answer to the one before. */
const queues = /* @__PURE__ */ new WeakMap<Socket, Work[]>()
/** The work that waits for another turn. */
const crowd: Work[] = []
let turnStartedMs: number | undefined

/** Gives the next requests of a connection precedence over those of new connections. */
export function prefer(socket: Socket): void {
  preferred.add(socket)
}

/**
 * Works on the requests of one connection one by one, with other connections' work in between: a client that sends thousands at
 * once delays only itself. Reads nothing more from it meanwhile. Where very many new connections come at once, those that got an
 * answer before come first.
 *
 * @param work must not reject
 */
export function inTurn(socket: Socket, work: Work): void {
  const queue = queues.get(socket)
  if (queue !== undefined) {
    // Node reads on at the end of each request, and at many other times.
    if (queue.push(work) === 1) socket.on('resume', pause)
    socket.pause()
    return
  }
  const waiting: Work[] = []
  queues.set(socket, waiting)
  const goOn = (): void => {
    const next = waiting.shift()
    if (waiting.length === 0) socket.off('resume', pause)
    if (next !== undefined) {
      setImmediate(() => void next().then(goOn))
    } else {
      queues.delete(socket)
      if (socket.isPaused()) socket.resume()
    }
  }
  const begin = (): Promise<void> => work().then(goOn)
  if (preferred.has(socket) || (crowd.length === 0 && !isTurnOver())) void begin()
  else if (crowd.push(begin) === 1) setImmediate(letIn)
}

function pause(this: Socket): void {
  this.pause()
}

/** Starts one waiting work in each turn. */
function letIn(): void {
  void crowd.shift()!()
  if (crowd.length > 0) setImmediate(letIn)
}

function isTurnOver(): boolean {
  if (turnStartedMs === undefined) {
    turnStartedMs = performance.now()
    setImmediate(() => (turnStartedMs = undefined))
  }
  return performance.now() - turnStartedMs > TURN_MS
}
