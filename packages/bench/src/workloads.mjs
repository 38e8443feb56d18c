// What each workload logs, what a contestant needs for it, and what its lines must hold. Data only.

/** The values that the calls log. The contestants' files import them; cpython.py has the same. */
export const BINDINGS = { service: 'api', version: '1.2.3', region: 'eu-1', instance: 7, tenant: 'acme' }
export const FAILURE = new Error('no answer', { cause: new Error('connection refused') })
/** An order, as an application has it: objects in objects, and a list of them. */
export const order = (i) => ({
  user: { id: i, name: 'ann', roles: ['reader', 'writer'], address: { city: 'Graz', zip: '8010' } },
  order: {
    id: 'o-17',
    items: [
      { sku: 'a-1', n: 2, price: 9.5 },
      { sku: 'b-2', n: 1, price: 20 },
    ],
    paid: true,
  },
})
/** Fields with Dates, each of another day. */
export const dates = (i) => ({
  id: i,
  created: new Date(1.7e12 + i),
  updated: new Date(1.71e12 + i),
  due: new Date(1.72e12 + i),
})
/** What is kept out of lines in the workloads with a need of `redaction`. */
export const SECRETS = ['password', 'req.headers.authorization', 'users[*].token']
export const LONG = 'a "quoted" word, a \\ and a plain sentence. '.repeat(232).slice(0, 10_000)

/** How each call's line number `i` is recognized: what must stand on the line as a JSON string would have it. */
const HOLDS = {
  message: () => ['the service is ready'],
  // LogTape puts quotes around what it interpolates.
  arguments: (i) => ['user ', 'ann', ` did ${i}`],
  fields: (i) => ['request done', '/users/42', `"ms":${i}`],
  mapping: (i) => ['request done', '"user":"ann"', `"n":${i}`, '"ok":true'],
  extra: (i) => ['request done', '"user":"ann"', `"n":${i}`, '"ok":true'],
  bindings: (i) => ['user ', 'ann', ` did ${i}`, '"tenant":"acme"'],
  nested: (i) => [
    'order stored',
    `{"id":${i},"name":"ann"`,
    '"roles":["reader","writer"]',
    '"price":9.5',
    '"zip":"8010"',
  ],
  dates: (i) => ['order stored', `"id":${i}`, new Date(1.7e12 + i).toISOString(), new Date(1.72e12 + i).toISOString()],
  exchange: (i) => ['request done', '"method":"GET"', '/users/42', '"statusCode":200', `"ms":${i}`],
  secret: (i) => ['request done', '/users/42', '"password":"[redacted]"', `"ms":${i}`],
  error: (i) => [`request ${i} failed`, 'no answer', 'connection refused'],
  long: (i) => ['word, a ', ` did ${i}`],
  unicode: (i) => ['пользователь ', 'Åsa', ` 完成 ${i} 🚀`],
}

/** What the workloads have where they do not say otherwise. */
const USUAL = {
  call: 'arguments',
  layout: 'json',
  durability: 'buffered',
  /** What a contestant must be able to do beside the call and the layout. */
  needs: [],
  /** How many of the race's lines it logs. */
  share: 1,
}

const WORKLOADS = {
  'json-sync': { what: "`info('user %s did %d', name, n)` as a JSON line", durability: 'sync' },
  'json-buffered': { what: 'the same' },
  'text-sync': { what: 'the same as a text line with time, level and name', layout: 'text', durability: 'sync' },
  'text-buffered': { what: 'the same', layout: 'text' },
  disabled: { what: 'a call below the level, with two arguments', call: 'disabled' },
  'disabled-literal': { what: 'the same, with a literal only', call: 'disabledLiteral' },
  'disabled-object': { what: 'the same, with an object literal', call: 'disabledObject' },
  'disabled-deep': {
    what: 'the same, three loggers below the one whose level is set',
    call: 'disabled',
    needs: ['deep'],
  },
  message: { what: 'a literal message, no arguments', call: 'message' },
  fields: { what: 'a message and five fields', call: 'fields' },
  mapping: { what: 'a message and three fields', call: 'mapping' },
  extra: { what: "the same, with the fields in Python's `extra`", call: 'extra' },
  nested: { what: 'a message, and two objects with objects and lists in them', call: 'nested' },
  dates: { what: 'a message, and four fields, three of them Dates', call: 'dates' },
  exchange: { what: "a message, node's request and response, and a field", call: 'exchange' },
  redaction: {
    what: 'like `fields`; a Redactor looks for secrets, and finds none',
    call: 'fields',
    needs: ['redaction'],
  },
  'redaction-nested': { what: 'like `nested`, the same way', call: 'nested', needs: ['redaction'] },
  'redaction-secret': { what: 'like `fields`; one is secret', call: 'secret', needs: ['redaction'] },
  bindings: { what: 'a child or adapter with five bindings', call: 'bindings' },
  'iso-time': { what: 'the time as ISO 8601, UTC', needs: ['iso'] },
  error: { what: 'an error with its cause, both on the line', call: 'error', share: 0.5 },
  caller: { what: 'the file of the call on the line', needs: ['caller'], share: 0.5 },
  tree: { what: 'a text and a JSON handler above a logger three levels deep', needs: ['tree'] },
  'rotation-sync': {
    what: 'a JSON line to a file that is rotated or watched',
    durability: 'sync',
    needs: ['rotation'],
  },
  'rotation-buffered': { what: 'the same', needs: ['rotation'] },
  thread: { what: 'a JSON line that another thread writes; *treeline* writes it itself', needs: ['thread'] },
  burst: { what: '100,000 records in one tick', lines: 100_000 },
  long: { what: 'a message of 10 kB', call: 'long', share: 0.05 },
  unicode: { what: 'a message beyond Latin-1', call: 'unicode' },
}

/** The workloads by name, complete. */
export const workloads = Object.fromEntries(
  Object.entries(WORKLOADS).map(([name, workload]) => {
    const complete = { ...USUAL, ...workload, name }
    return [name, complete.call.startsWith('disabled') ? { ...complete, durability: 'none', layout: 'none' } : complete]
  }),
)

/**
 * What must stand on line number `i`, beside valid JSON.
 *
 * @param {object} workload
 * @param {number} i
 * @param {string} contestantFile the file that the call is in
 * @returns {string[]}
 */
export function expected(workload, i, contestantFile) {
  const holds = HOLDS[workload.call](i)
  return workload.needs.includes('caller') ? [...holds, contestantFile] : holds
}

/**
 * Whether a contestant's set-up does a workload.
 *
 * @param {object} contestant what its file exports
 * @param {object} setup one of its set-ups
 * @param {object} workload
 * @returns {boolean}
 */
export function does({ can, calls }, setup, { name, call, layout, durability, needs }) {
  const able = setup.can ?? can
  return (
    calls.includes(call) &&
    (layout === 'none' || able.includes(layout)) &&
    needs.every((need) => able.includes(need)) &&
    setup.durabilities.includes(durability) &&
    (setup.only?.includes(name) ?? true) &&
    !setup.without?.includes(name)
  )
}
