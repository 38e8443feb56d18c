// What is measured: a section a dimension, a series a way of logging, a process a point.

const COUNTS = [1, 10, 100, 1000, 10_000, 100_000]
const FEW = [1, 2, 5, 10, 20]

/**
 * @typedef {object} Series
 * @property {string} measure the function of measures.mjs
 * @property {string} label
 * @property {'flat' | 'linear' | 'cores'} expected
 *
 * @typedef {object} Section
 * @property {string} name also of the curve's file
 * @property {string} title
 * @property {string} x what the points count
 * @property {string} y what is measured
 * @property {number} unit what a measure's value is divided by to be in `y`
 * @property {{ x: 'log' | 'linear', y: 'log' | 'linear' }} scales
 * @property {number[]} points
 * @property {number[]} tiny the points of a trial
 * @property {number} records how many are logged at a point
 * @property {Series[]} series
 * @property {string} note
 */

/** @type {Section[]} */
export const SECTIONS = [
  {
    name: 'loggers',
    title: 'Loggers',
    x: 'loggers',
    y: 'ns a record',
    unit: 1,
    scales: { x: 'log', y: 'linear' },
    points: COUNTS,
    tiny: [1, 10],
    records: 100_000,
    series: [
      { measure: 'eachInTurn', label: 'each in turn', expected: 'flat' },
      { measure: 'oneOfThem', label: 'one of them', expected: 'flat' },
      { measure: 'disabledInTurn', label: 'each in turn, below the level', expected: 'flat' },
    ],
    note: 'The loggers are side by side, the handler (a text line, buffered) is on the root. Each in turn is the worst case for the processor’s caches: with 100,000 loggers none is in them when its turn comes.',
  },
  {
    name: 'depth',
    title: 'Depth',
    x: 'loggers from the root down',
    y: 'ns a record',
    unit: 1,
    scales: { x: 'linear', y: 'linear' },
    points: FEW,
    tiny: [1, 3],
    records: 100_000,
    series: [
      { measure: 'deep', label: 'a record', expected: 'flat' },
      { measure: 'afterChange', label: 'a record after a change of the tree', expected: 'linear' },
      { measure: 'disabledDeep', label: 'below the level', expected: 'flat' },
    ],
    note: 'The handler is on the root, the level too. A record goes by a flat plan and a call below the level by a gate, so neither climbs; the first record after a change of handlers, `propagate` or parents anywhere makes the plan anew, which climbs once.',
  },
  {
    name: 'handlers',
    title: 'Handlers',
    x: 'handlers',
    y: 'ns a record',
    unit: 1,
    scales: { x: 'linear', y: 'linear' },
    points: FEW,
    tiny: [1, 3],
    records: 20_000,
    series: [
      { measure: 'handlersWithFiles', label: 'a file each', expected: 'linear' },
      { measure: 'handlersThatCount', label: 'counters', expected: 'linear' },
    ],
    note: 'Each file handler has a formatter of its own and formats for itself. The counters show what dispatch costs without a sink.',
  },
  {
    name: 'message',
    title: 'Message length',
    x: 'characters',
    y: 'µs a record',
    unit: 1000,
    scales: { x: 'log', y: 'log' },
    points: [10, 100, 1000, 10_000, 100_000, 1_000_000],
    tiny: [10, 1000],
    records: 50_000,
    series: [
      { measure: 'textMessage', label: 'text line', expected: 'linear' },
      { measure: 'jsonMessage', label: 'JSON line', expected: 'linear' },
    ],
    note: "The text is an argument, `info('%d %s', i, text)`; from about 1000 characters on it is mostly the copying of the text and the disk. The JSON formatter’s limit of 100,000 characters is lifted here.",
  },
  {
    name: 'threads',
    title: 'Threads',
    x: 'worker threads',
    y: '1000 records a second',
    unit: 1000,
    scales: { x: 'linear', y: 'linear' },
    points: [1, 2, 4, 8],
    tiny: [1, 2],
    records: 100_000,
    series: [
      { measure: 'bufferedThreads', label: 'own tree and file, buffered', expected: 'cores' },
      { measure: 'synchronousThreads', label: 'own tree and file, each line at once', expected: 'cores' },
      { measure: 'portThreads', label: 'through PortQueues to one writer', expected: 'cores' },
    ],
    note: 'All threads together. Each has a tree of its own, so nothing is shared and the rate grows up to the number of cores; more threads than cores should not lower it. Through a `PortQueue` a record is formatted, the caller’s place found and all of it put into JSON by the thread that logs, and one thread decodes and writes for all.',
  },
  {
    name: 'making',
    title: 'Making loggers',
    x: 'loggers made',
    y: 'ns a logger',
    unit: 1,
    scales: { x: 'log', y: 'linear' },
    points: [100, 1000, 10_000, 100_000],
    tiny: [10, 100],
    records: 20_000,
    series: [
      { measure: 'makeSiblings', label: 'side by side', expected: 'flat' },
      { measure: 'makeTens', label: 'a tree of tens', expected: 'flat' },
      { measure: 'makeTensUpwards', label: 'a tree of tens, those below first', expected: 'flat' },
      { measure: 'known', label: 'asked for again', expected: 'flat' },
    ],
    note: 'Flat a logger is linear for all of them. The clock starts with the first logger of the process, so that the fewest pay for compiling; those below first leave placeholders for those above, which take their places later. Asking for each of 100,000 in turn meets cold caches, as above.',
  },
  {
    name: 'levels',
    title: '`setLevel`',
    x: 'loggers',
    y: 'µs a call',
    unit: 1000,
    scales: { x: 'log', y: 'log' },
    points: [10, 100, 1000, 10_000, 100_000],
    tiny: [10, 100],
    records: 10_000,
    series: [
      { measure: 'rootLevelOfSiblings', label: 'of the root, all side by side', expected: 'linear' },
      { measure: 'rootLevelOfTens', label: 'of the root, a tree of tens', expected: 'linear' },
      { measure: 'leafLevel', label: 'of one with none below', expected: 'flat' },
    ],
    note: 'A level is folded into the gates of all below when it changes, which is rare, so that a call is one compare, which is not. After each change all loggers are asked whether they have it.',
  },
  {
    name: 'memory',
    title: 'Memory',
    x: 'loggers',
    y: 'bytes a logger',
    unit: 1,
    scales: { x: 'log', y: 'linear' },
    points: [1000, 10_000, 100_000],
    tiny: [100, 1000],
    records: 1,
    series: [
      { measure: 'memoryOfSiblings', label: 'side by side', expected: 'flat' },
      { measure: 'memoryOfTens', label: 'a tree of tens', expected: 'flat' },
      { measure: 'memoryOfUsed', label: 'side by side, each has logged', expected: 'flat' },
    ],
    note: 'The difference of the heap after collections, with the names (some 10 to 20 characters) and the places in the tree’s maps, whose growth in powers of two is what moves it.',
  },
]
