import type * as workerThreads from 'node:worker_threads'
import { waited } from '../files/patience.js'
import { builtin } from '../process/builtin.js'

/** Where bytes go, as data that another thread can be given. */
export interface Target {
  /** How they go there. */
  readonly kind: 'tcp' | 'tls' | 'udp4' | 'udp6'
  /** The options of `net.connect` or `tls.connect`; for a datagram `host` and `port`. */
  readonly options: object
}

/** How long the last attempt may take to connect. */
const CONNECT_MS = 1000
/** How long it waits for the peer to end the connection, once everything is with the kernel. */
const GOODBYE_MS = 200

// What the thread does, as text: a bundle has no file for it. `shared` is where it writes that it is done, and how many chunks the
// kernel has taken by then.
const SCRIPT = `
const { target: { kind, options }, bytes, lengths, shared, connectMs, goodbyeMs } = require('node:worker_threads').workerData
const done = () => { Atomics.store(shared, 0, 1); Atomics.notify(shared, 0) }
const took = () => Atomics.add(shared, 1, 1)
let at = 0
const chunks = lengths.map((length) => bytes.subarray(at, (at += length)))
process.on('uncaughtException', done)
if (kind.startsWith('udp')) {
  const socket = require('node:dgram').createSocket(kind)
  let left = chunks.length
  const sent = (error) => { if (!error) took(); if (--left === 0) done() }
  for (const chunk of chunks) socket.send(chunk, options.port, options.host, sent)
} else {
  const socket = require(kind === 'tls' ? 'node:tls' : 'node:net').connect(options)
  const timer = setTimeout(done, connectMs)
  socket.once(kind === 'tls' ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer)
    for (const chunk of chunks) socket.write(chunk, (error) => void (error || took()))
    socket.end()
  })
  socket.on('error', done).on('close', done).on('finish', () => setTimeout(done, goodbyeMs)).resume()
}
`

/**
 * Sends chunks where the event loop has ended, by a thread that this one waits for: 70 ms as a rule. A child process would take
 * twice as long.
 *
 * @param ms how long to wait for all of it
 * @returns how many chunks the kernel has taken, in order; 0 where there can be no thread
 */
export function lastSend(target: Target, chunks: readonly Uint8Array[], ms: number): number {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const lengths = chunks.map(({ length }) => length)
  const bytes = Uint8Array.from(Buffer.concat(chunks))
  const workerData = { target, bytes, lengths, shared, connectMs: Math.min(CONNECT_MS, ms), goodbyeMs: GOODBYE_MS }
  try {
    const { Worker } = builtin<typeof workerThreads>('node:worker_threads')
    // Without the application's --import and --require, which would run in it too.
    new Worker(SCRIPT, { eval: true, workerData, execArgv: [], env: {} }).on('error', () => undefined)
    const begun = performance.now()
    Atomics.wait(shared, 0, 0, ms)
    waited(performance.now() - begun)
  } catch {
    // No threads here, or options that another thread cannot be given.
  }
  return Atomics.load(shared, 1)
}
