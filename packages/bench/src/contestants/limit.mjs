// The least that writing treeline's line can cost: one concatenation, of all that stays the same and the number; one write.
import { closeSync, openSync, writeSync } from 'node:fs'
import { dates, LONG, order } from '../workloads.mjs'

const BUFFERING = 16384
const HEAD = '{"time":"2026-11-21T01:02:03.456Z","level":"INFO","logger":"bench.race","message":'
const FIELDS = ',"method":"GET","path":"/users/42","status":200,"user":"ann"'
const BINDINGS = ',"service":"api","version":"1.2.3","region":"eu-1","instance":7,"tenant":"acme"'
const QUOTED = JSON.stringify(LONG).slice(0, -1)

const JSON_LINES = {
  disabled: () => {},
  disabledLiteral: () => {},
  disabledObject: () => {},
  message: () => `${HEAD}"the service is ready"}\n`,
  // Whole: a constant that is put in would make it two concatenations.
  arguments: (i) =>
    `{"time":"2026-11-21T01:02:03.456Z","level":"INFO","logger":"bench.race","message":"user ann did ${i}"}\n`,
  fields: (i) => `${HEAD}"request done"${FIELDS},"ms":${i}}\n`,
  mapping: (i) => `${HEAD}"request done","user":"ann","n":${i},"ok":true}\n`,
  extra: (i) => `${HEAD}"request done","user":"ann","n":${i},"ok":true}\n`,
  // What is inside has to be looked at: the engine's own way.
  nested: (i) => `${HEAD}"order stored",${JSON.stringify(order(i)).slice(1)}\n`,
  dates: (i) => `${HEAD}"order stored",${JSON.stringify(dates(i)).slice(1)}\n`,
  bindings: (i) => `${HEAD}"user ann did ${i}"${BINDINGS}}\n`,
  long: (i) => `${HEAD}${QUOTED} did ${i}"}\n`,
  unicode: (i) => `${HEAD}"пользователь Åsa 完成 ${i} 🚀"}\n`,
}
const TEXT_LINES = {
  arguments: (i) => `2026-11-21 01:02:03,456 INFO bench.race user ann did ${i}\n`,
}

export const from = 'node'
export const can = ['json', 'text']
export const calls = Object.keys(JSON_LINES)
export const setups = { limit: { durabilities: ['none', 'sync', 'buffered'], open } }

function open(workload, file) {
  const text = (workload.layout === 'text' ? TEXT_LINES : JSON_LINES)[workload.call]
  if (workload.durability === 'none') return { line: text, end: () => {} }
  const fd = openSync(file, 'a')
  const end = () => closeSync(fd)
  if (workload.durability === 'sync') return { line: (i) => writeSync(fd, text(i)), end }
  let held = ''
  const flush = () => {
    writeSync(fd, held)
    held = ''
  }
  return {
    line: (i) => {
      held += text(i)
      if (held.length >= BUFFERING) flush()
    },
    end: () => {
      flush()
      end()
    },
  }
}
