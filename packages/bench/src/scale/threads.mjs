// Worker threads that log: starts them together, and times them until the last byte is in the file.
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { FileHandler, Formatter, shutdown } from 'treeline'
import { PortQueue, QueueListener } from 'treeline/handlers'

const PROGRAM = new URL('thread.mjs', import.meta.url)

/** Records a second of threads that write `records` each, into a file of its own. */
export async function withOwnFiles(threads, records, folder, options) {
  const files = Array.from({ length: threads }, (_, i) => join(folder, `out${i}.log`))
  const workers = files.map((file) => new Worker(PROGRAM, { workerData: { file, options, records } }))
  const ports = workers.map(controls)
  await Promise.all(ports.map(ready))
  const start = process.hrtime.bigint()
  const ended = workers.map((worker) => once(worker, 'exit'))
  const done = ports.map((port) => once(port, 'message'))
  for (const port of ports) port.postMessage('go')
  const warmUps = (await Promise.all(done)).map(([message]) => message)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  await Promise.all(ended)
  return {
    value: (records * threads) / seconds,
    lines: files.map((file, i) => ({ file, count: records + warmUps[i] })),
  }
}

/** Records a second of threads that send `records` each to this one, which writes them into one file. */
export async function throughPorts(threads, records, folder) {
  const file = join(folder, 'out.log')
  const handler = new FileHandler(file, { buffering: 16_384 })
  handler.setFormatter(new Formatter('%(message)s'))
  const workers = Array.from({ length: threads }, () => new Worker(PROGRAM, { workerData: { records } }))
  const ports = workers.map(controls)
  const listeners = workers.map((worker) => new QueueListener(new PortQueue(worker), handler).start())
  await Promise.all(ports.map(ready))
  const start = process.hrtime.bigint()
  const done = ports.map((port) => once(port, 'message'))
  for (const port of ports) port.postMessage('go')
  // A thread says so when this one has dealt with all its records and has flushed the file.
  const warmUps = (await Promise.all(done)).map(([message]) => message)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  await Promise.all(listeners.map((listener) => listener.stop()))
  await Promise.all(workers.map((worker) => worker.terminate()))
  await shutdown()
  const count = warmUps.reduce((sum, warmUp) => sum + records + warmUp, 0)
  return { value: (records * threads) / seconds, lines: [{ file, count }] }
}

/** A port beside the worker's own, which the queue has. */
function controls(worker) {
  const { port1, port2 } = new MessageChannel()
  worker.postMessage({ controls: port2 }, [port2])
  worker.on('error', (error) => {
    throw error
  })
  return port1
}

async function ready(port) {
  port.start?.()
  await once(port, 'message')
}
