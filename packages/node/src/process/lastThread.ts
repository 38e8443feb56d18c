import type * as workerThreads from 'node:worker_threads'
import { lastWait, waited } from '../files/patience.js'
import { builtin } from './builtin.js'

// The code before the script: `data` is the script's input, `tell(answer)` gives an answer, `done()` ends the wait.
const PRELUDE = `
import { workerData } from 'node:worker_threads'
const { data, port, flag } = workerData
const builtin = (name) => process.getBuiltinModule(name)
const tell = (answer) => port.postMessage(answer)
const done = () => { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0) }
process.on('uncaughtException', done)
`

/**
 * Runs a script in a thread of its own and waits for it: at the end of the process the event loop has ended. Starting the thread
 * takes some 50 ms, half as long as a process of its own.
 *
 * @param script a module, as text, because a bundle has no file for it; `builtin(name)` gives it Node's modules
 * @param data anything that can be cloned
 * @param ms the longest wait; shorter after a signal
 * @returns the script's answers
 * @throws where the data cannot be cloned or no thread can be started
 */
export function runLast<Answer>(script: string, data: unknown, ms: number): Answer[] {
  const { MessageChannel, receiveMessageOnPort, Worker } = builtin<typeof workerThreads>('node:worker_threads')
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const url = new URL(`data:text/javascript,${encodeURIComponent(PRELUDE + script)}`)
  const workerData = { data, port: port2, flag }
  // Without the application's --import and --require, which would run in it too.
  const options = { workerData, transferList: [port2], execArgv: [], env: {} }
  new Worker(url, options).on('error', () => undefined)
  const begun = performance.now()
  Atomics.wait(flag, 0, 0, lastWait(ms))
  waited(performance.now() - begun)
  const answers: Answer[] = []
  for (let next = receiveMessageOnPort(port1); next !== undefined; next = receiveMessageOnPort(port1))
    answers.push(next.message as Answer)
  port1.close()
  return answers
}
