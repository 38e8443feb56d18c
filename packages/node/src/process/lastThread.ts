import type * as workerThreads from 'node:worker_threads'
import { lastWait, waited } from '../files/patience.js'
import { builtin } from './builtin.js'

// What comes before the script: `data` is what it works with, `tell(answer)` gives an answer, `done()` ends the wait.
const PRELUDE = `
const { workerData: { data, port, flag } } = require('node:worker_threads')
const tell = (answer) => port.postMessage(answer)
const done = () => { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0) }
process.on('uncaughtException', done)
`

/**
 * Runs a script in a thread of its own and waits for it: at the end of the process the event loop has ended. Starting the thread
 * takes some 50 ms, half as long as a process of its own.
 *
 * @param script CommonJS, as text, because a bundle has no file for it
 * @param data anything that can be cloned
 * @param ms the longest wait; shorter after a signal
 * @returns what the script has told
 * @throws what cannot be cloned, or where there can be no thread
 */
export function runLast<Answer>(script: string, data: unknown, ms: number): Answer[] {
  const { MessageChannel, receiveMessageOnPort, Worker } = builtin<typeof workerThreads>('node:worker_threads')
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const options = {
    eval: true,
    workerData: { data, port: port2, flag },
    transferList: [port2],
    // Without the application's --import and --require, which would run in it too.
    execArgv: [],
    env: {},
  }
  new Worker(PRELUDE + script, options).on('error', () => undefined)
  const begun = performance.now()
  Atomics.wait(flag, 0, 0, lastWait(ms))
  waited(performance.now() - begun)
  const answers: Answer[] = []
  for (let next = receiveMessageOnPort(port1); next !== undefined; next = receiveMessageOnPort(port1))
    answers.push(next.message as Answer)
  port1.close()
  return answers
}
