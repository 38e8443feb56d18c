// Several processes or threads.
import { MANY } from './counts.mjs'

/** @type {import('../rows.mjs').Row[]} */
export const PROCESSES = [
  {
    id: 'processes',
    what: 'four processes on one file',
    sink: 'file',
    only: ['file', 'buffered'],
    processes: 4,
    expected: 4 * MANY,
    quick: true,
  },
  {
    id: 'processes-rotate',
    own: true,
    what: 'four processes that rotate one file',
    sink: 'file',
    only: ['rotating'],
    processes: 4,
    options: { buffering: 0, maxBytes: 20_000 },
    expected: 4 * MANY,
    bound: { all: 4 * MANY },
    why: 'without `multiprocess`, one process for each rotating file',
    told: 'another process moves .*app\\.log too',
  },
  {
    id: 'processes-share',
    own: true,
    what: 'four processes that rotate one file, `multiprocess`',
    sink: 'file',
    only: ['rotating'],
    processes: 4,
    options: { buffering: 0, maxBytes: 20_000, multiprocess: true },
    expected: 4 * MANY,
    quick: true,
  },
  {
    id: 'processes-share-compress',
    own: true,
    what: 'the same, `compress`',
    sink: 'file',
    only: ['rotating'],
    processes: 4,
    options: { maxBytes: 20_000, multiprocess: true, compress: 'gzip' },
    expected: 4 * MANY,
    restart: true,
  },
  {
    id: 'workers',
    what: 'four worker threads on one file',
    sink: 'file',
    only: ['file', 'buffered'],
    end: 'workers',
    ...inWorkers(4),
  },
  {
    id: 'cluster',
    what: 'a cluster of four on one file',
    sink: 'file',
    only: ['file', 'buffered'],
    end: 'cluster',
    ...inWorkers(4),
  },
  {
    id: 'worker-exit',
    what: 'a worker logs, the main thread calls `process.exit()`',
    sink: 'file',
    only: ['file', 'buffered', 'rotating'],
    end: 'workerExit',
    ...inWorkers(1),
    code: 3,
    quick: true,
  },
  {
    id: 'worker-throw',
    what: 'a worker logs, an uncaught error of the main thread',
    sink: 'file',
    only: ['file', 'buffered'],
    end: 'workerThrow',
    ...inWorkers(1),
    code: 1,
  },
  {
    id: 'worker-SIGTERM',
    what: 'a worker logs, SIGTERM',
    sink: 'file',
    only: ['file', 'buffered'],
    end: 'workerKill',
    ...inWorkers(1),
    code: null,
  },
  {
    id: 'worker-terminate',
    what: 'a worker logs, `worker.terminate()`',
    sink: 'file',
    only: ['file', 'buffered', 'rotating'],
    end: 'workerTerminate',
    ...inWorkers(1),
    quick: true,
  },
]

/** @param {number} count */
function inWorkers(count) {
  return { does: [], inWorker: [{ log: MANY }], expected: count * MANY }
}
