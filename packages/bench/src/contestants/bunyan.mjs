import { createWriteStream } from 'node:fs'
import bunyan from 'bunyan'
import { OBJECT_FIRST } from '../objectFirst.mjs'

// Without `error`: its serializer does not show an error's cause; and without `caller`: `src` finds nothing in strict code.
const CALLS = OBJECT_FIRST

export const from = 'bunyan'
export const can = ['json', 'iso', 'deep']
export const calls = Object.keys(CALLS)
export const setups = { bunyan: { durabilities: ['none', 'buffered'], ticks: true, open } }

function open({ call, needs }, file) {
  const stream = createWriteStream(file, { flags: 'a' })
  let log = bunyan.createLogger({ name: 'bench.race', level: 'info', stream })
  if (needs.includes('deep')) for (const part of ['bench', 'race', 'deep']) log = log.child({ part })
  return { line: CALLS[call](log), end: () => new Promise((resolve) => stream.end(resolve)) }
}
