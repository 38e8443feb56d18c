import { createWriteStream, openSync, writeSync } from 'node:fs'
import { OBJECT_FIRST } from '../objectFirst.mjs'

// Without `error`: it serializes no errors.
const CALLS = OBJECT_FIRST

export const from = 'roarr'
export const can = ['json', 'deep']
export const calls = Object.keys(CALLS)
export const setups = {
  roarr: { durabilities: ['none', 'sync'], open },
  'roarr stream': { durabilities: ['buffered'], ticks: true, open },
}

// It logs all or nothing, by this variable; and its documentation has the program replace ROARR.write.
async function open({ call, durability, needs }, file) {
  process.env.ROARR_LOG = String(durability !== 'none')
  const { Roarr, ROARR } = await import('roarr')
  let log = Roarr.child({ logger: 'bench.race' })
  if (needs.includes('deep')) for (const part of ['bench', 'race', 'deep']) log = log.child({ part })
  const line = CALLS[call](log)
  if (durability === 'none') return { line, end: () => {} }
  if (durability === 'sync') {
    const fd = openSync(file, 'a')
    ROARR.write = (text) => void writeSync(fd, `${text}\n`)
    return { line, end: () => {} }
  }
  const stream = createWriteStream(file, { flags: 'a' })
  ROARR.write = (text) => void stream.write(`${text}\n`)
  return { line, end: () => new Promise((resolve) => stream.end(resolve)) }
}
