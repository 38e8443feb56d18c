// Batches and forms whose contents are hostile.
import { batch, record, records } from '../attacker.mjs'

/** @import { Attack } from '../row.mjs' */

const FORM = 'application/x-www-form-urlencoded'
/** Of another address: so many records use up what one address may send. */
const ELSEWHERE = '198.51.100.9'

/** @type {Attack[]} */
export const contents = [
  {
    name: 'wrong types',
    does: 'sends JSON, images, multipart forms, and text in UTF-16',
    ends: ['415'],
    run: (attacker) => {
      const types = [
        'application/json',
        'image/png',
        'multipart/form-data; boundary=x',
        'text/plain; charset=utf-16',
        '',
      ]
      return attacker.sequence(500, (index) => attacker.request('{}', { type: types[index % types.length] ?? '' }))
    },
  },
  {
    name: 'bytes that are no text',
    does: 'sends bytes that are no UTF-8, as whole bodies and within records',
    ends: ['400', '204'],
    run: (attacker) => {
      const noise = Uint8Array.from({ length: 50_000 }, () => attacker.random() * 256)
      const inside = Buffer.from(batch('noise', records(1, 50, { msg: 'attack ####' })))
      for (let at = inside.indexOf('#'); at >= 0; at = inside.indexOf('#', at + 1)) inside[at] = 0x80 + (at % 128)
      return attacker.sequence(100, (index) => attacker.request(index % 2 ? noise : inside))
    },
  },
  {
    name: 'deep nesting',
    does: 'sends fields nested 100 000 deep, and 31 deep in 1000 records',
    ends: ['204'],
    run: (attacker) => {
      const nested = (/** @type {number} */ depth) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
      const line = (/** @type {number} */ depth) =>
        JSON.stringify(record(1)).replace(/}$/, `,"fields":${nested(depth)}}`)
      const deep = attacker.request(batch('deep', [line(100_000)]))
      const many = attacker.request(
        batch(
          'nested',
          Array.from({ length: 1000 }, () => line(31)),
        ),
      )
      return attacker.sequence(6, (index) => (index % 2 ? deep : many))
    },
  },
  {
    name: 'keys of prototypes',
    does: 'sends __proto__, constructor and prototype as keys, at every depth, in records and forms',
    ends: ['204'],
    run: (attacker) => {
      const evil = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'
      const line = JSON.stringify(record(1)).replace(
        /}$/,
        `,"__proto__":${evil},"fields":{"a":[${evil}],"__proto__":${evil}}}`,
      )
      const inBatch = attacker.request(batch('proto', [line]))
      const form = 'name=attack&levelno=20&msg=attack&__proto__=1&constructor=2&prototype=3&__proto__[polluted]=1'
      return attacker.sequence(200, (index) => (index % 2 ? inBatch : attacker.request(form, { type: FORM })))
    },
  },
  {
    name: 'very many keys',
    does: 'sends records with 12 000 fields, and with fields whose names are all taken',
    ends: ['204'],
    takes: 20,
    run: (attacker) => {
      const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`k${index}`, index]))
      const taken = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`msg${'_'.repeat(index)}`, index]))
      return attacker.sequence(20, (index) =>
        attacker.request(batch(`keys${index}`, [record(1, { fields: index % 2 ? many : taken })])),
      )
    },
  },
  {
    name: 'forged lines',
    does: 'sends line breaks, escape codes and lone surrogates in every text',
    ends: ['204'],
    takes: 5000,
    run: (attacker) => {
      const text = 'attack\n2026-01-01 00:00:00,000 ERROR app forged\r\u2028\x1b[2J\ud800'
      const more = {
        msg: text,
        name: `attack.${text}`,
        levelname: text,
        exc_text: text,
        pathname: text,
        fields: { a: text },
      }
      return attacker.sequence(50, (index) => attacker.request(batch(`lines${index}`, records(1, 100, more))))
    },
  },
  {
    name: 'bad headers',
    does: 'sends batches with no header, another version, a wrong id, and a header of 400 KB',
    ends: ['400'],
    takes: 0,
    run: (attacker) => {
      const line = JSON.stringify(record(1))
      const bad = [line, `{"treeline":2,"src":"a"}\n${line}`, batch('a\nb', [line]), batch('', [line]), '']
      bad.push(batch('big', [line], { lost: 'x'.repeat(400_000) }))
      return attacker.sequence(600, (index) => attacker.request(bad[index % bad.length] ?? ''))
    },
  },
  {
    name: 'odd numbers',
    does: 'gives records numbers that are 0, negative, fractions, enormous, texts or missing',
    ends: ['204'],
    takes: 0,
    run: (attacker) => {
      const odd = ['0', '-1', '1.5', '1e308', '-1e308', '9007199254740993', '"1"', 'null', '[1]', '{"a":1}', 'true']
      const lines = odd.map((seq) => JSON.stringify(record(1)).replace('"seq":1', `"seq":${seq}`))
      return attacker.sequence(100, () => attacker.request(batch('odd', [...lines, { name: 'attack' }])))
    },
  },
  {
    name: 'very many sources',
    does: 'sends 12 000 batches, each as a source of its own',
    options: { rate: null, maxSources: 1000 },
    ends: ['204'],
    takes: 12_000,
    holds: ({ stats }) => (stats.sources <= 1000 ? '' : `${stats.sources} sources`),
    run: (attacker) => attacker.sequences(16, 750, (index) => attacker.request(batch(`source${index}`, records(1, 1)))),
  },
  {
    name: 'very many records',
    does: 'sends 100 000 records of 50 bytes; 20 000 are remembered',
    options: { rate: null, maxRemembered: 20_000 },
    ends: ['204'],
    takes: 100_000,
    run: (attacker) =>
      attacker.sequences(4, 25, (index) =>
        attacker.request(batch(`many${index}`, records(1, 1000, { msg: 'attack' }))),
      ),
  },
  {
    name: 'very many records, a file',
    does: 'sends 100 000 records of 50 bytes; a file remembers 20 000',
    seen: 20_000,
    options: { rate: null },
    ends: ['204'],
    takes: 100_000,
    run: (attacker) =>
      attacker.sequences(4, 25, (index) =>
        attacker.request(batch(`file${index}`, records(1, 1000, { msg: 'attack' }))),
      ),
  },
  {
    name: 'very many loggers',
    does: 'sends 9000 records, each to a logger of its own, of up to 90 steps',
    address: ELSEWHERE,
    ends: ['204'],
    takes: 9000,
    holds: ({ loggers }) => (loggers <= 1100 ? '' : `${loggers} nodes in the tree`),
    run: (attacker) =>
      attacker.sequence(90, (index) =>
        attacker.request(
          batch(
            `loggers${index}`,
            Array.from({ length: 100 }, (_, at) => record(at + 1, { name: `n${index}.m${at}${'.a'.repeat(at % 90)}` })),
          ),
        ),
      ),
  },
  {
    name: 'losses without end',
    does: 'tells of 2 ** 53 - 1 lost records, under the page’s id and under others',
    ends: ['204'],
    async run(attacker) {
      const { src } = await attacker.page()
      const lost = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`r${index}`, Number.MAX_SAFE_INTEGER]))
      await attacker.sequence(500, (index) => attacker.request(batch(index % 2 ? src : `lost${index}`, [], { lost })))
    },
  },
  {
    name: 'hostile forms',
    does: 'posts forms with 200 KB of fields, of conversions, of brackets and of digits',
    ends: ['400', '204'],
    run: (attacker) => {
      const form = (/** @type {string} */ msg, /** @type {string} */ args, more = '') =>
        `name=attack&levelno=20&msg=${encodeURIComponent(msg)}&args=${encodeURIComponent(args)}${more}`
      const forms = [
        form('attack %s', `(${'('.repeat(60_000)}`),
        form(`attack ${'%s'.repeat(20_000)}`, `(${'1, '.repeat(20_000)})`),
        form(`attack ${'%('.repeat(60_000)}`, "{'a': 1}"),
        form('attack %d %1000000000d', `(${'9'.repeat(60_000)}, 1)`),
        form('attack', '', Array.from({ length: 15_000 }, (_, index) => `&k${index}=v`).join('')),
        form('attack', '', `&x=${'%'.repeat(200_000)}`),
        'name=attack',
      ]
      return attacker.sequence(70, (index) => attacker.request(forms[index % forms.length] ?? '', { type: FORM }))
    },
  },
]
