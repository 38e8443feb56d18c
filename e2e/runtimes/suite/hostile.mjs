// Values that hurt whoever looks at them.
import { writing } from './outcomes.mjs'

/**
 * What is written of a value as text and as JSON, and whether something was reported.
 *
 * @param {import('./outcomes.mjs').API} api
 * @param {unknown} value
 */
function both(api, value) {
  const { stream, log } = writing(api, '%(message)s')
  const json = new api.logging.StreamHandler(new api.testing.StringStream())
  json.setFormatter(new api.logging.JSONFormatter({ keys: { m: 'message' } }))
  log.addHandler(json)
  const said = api.testing.captureStderr(() => log.info('%s', value, { extra: { value } }))
  return [stream.text, /** @type {{ text: string }} */ (/** @type {unknown} */ (json.stream)).text, said]
}

const hurt = () => {
  throw new Error('hostile')
}

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const hostile = [
  {
    name: 'a toString and toJSON that throw',
    run: (api) => both(api, { toString: hurt, toJSON: hurt }),
    expected: [
      '<toString of Object threw: hostile>\n',
      '{"m":"<toString of Object threw: hostile>","toString":"[Function: hurt]","toJSON":"[Function: hurt]","value":"<toJSON threw: hostile>"}\n',
      '',
    ],
  },
  {
    name: 'an object in itself',
    run(api) {
      const value = /** @type {Record<string, unknown>} */ ({ a: 1 })
      value['self'] = value
      return both(api, value)
    },
    expected: [
      '{ a: 1, self: [Circular] }\n',
      '{"m":"{ a: 1, self: [Circular] }","a":1,"self":{"a":1,"self":"[Circular]"},"value":{"a":1,"self":"[Circular]"}}\n',
      '',
    ],
  },
  {
    name: 'a revoked proxy',
    run(api) {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return both(api, proxy)
    },
    expected: ['<unreadable object>\n', '{"m":"<unreadable object>","value":"<unreadable object>"}\n', ''],
  },
  {
    name: 'half of a surrogate pair',
    run: (api) => both(api, 'a\ud800b'),
    expected: ['a\ud800b\n', '{"m":"a\\ud800b","value":"a\\ud800b"}\n', ''],
  },
  {
    name: 'a key __proto__, which reaches no prototype',
    run(api) {
      const value = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}')
      return [...both(api, value), /** @type {any} */ ({}).polluted ?? 'clean']
    },
    expected: [
      '{ __proto__: { polluted: 1 }, constructor: 2 }\n',
      '{"m":"{ __proto__: { polluted: 1 }, constructor: 2 }","__proto__":{"polluted":1},"constructor":2,"value":{"__proto__":{"polluted":1},"constructor":2}}\n',
      '',
      'clean',
    ],
  },
  {
    name: 'an object without a prototype, a getter that throws, a date that is none',
    run: (api) =>
      both(api, [Object.create(null), Object.defineProperty({}, 'x', { enumerable: true, get: hurt }), new Date(NaN)]),
    expected: [
      '[ {}, { x: [Getter] }, Invalid Date ]\n',
      '{"m":"[ {}, { x: [Getter] }, Invalid Date ]","value":[{},{"x":"<getter threw: hostile>"},null]}\n',
      '',
    ],
  },
  {
    name: 'every hostile value as message, argument, field, extra and error: a line each, and nothing is thrown',
    run(api) {
      const { stream, log, handler } = writing(api)
      const json = new api.logging.StreamHandler(new api.testing.StringStream())
      json.setFormatter(new api.logging.JSONFormatter())
      const records = new api.testing.ListHandler()
      for (const each of [json, records]) log.addHandler(each)
      handler.terminator = json.terminator = '\u0000'
      const wrong = []
      api.testing.captureStderr(() => {
        for (const [index, make] of api.testing.HOSTILE.entries()) {
          const calls = [
            () => log.info(make()),
            () => log.info('%s', make()),
            () => log.info('fields', { value: make() }),
            () => log.info('extra', { extra: { value: make() } }),
            () => log.info('error', { exc_info: make() }),
          ]
          for (const [kind, call] of calls.entries()) {
            try {
              call()
            } catch (error) {
              wrong.push(`${index}.${kind} throws ${String(error)}`)
            }
          }
        }
      })
      const lines = (/** @type {string} */ text) => text.split('\u0000').slice(0, -1)
      const jsonLines = lines(/** @type {any} */ (json.stream).text)
      for (const line of jsonLines) {
        try {
          JSON.parse(line)
        } catch {
          wrong.push(`no JSON: ${line.slice(0, 80)}`)
        }
      }
      const count = 5 * api.testing.HOSTILE.length
      return [wrong, lines(stream.text).length - count, jsonLines.length - count, records.records.length - count]
    },
    expected: [[], 0, 0, 0],
  },
]
