// The least that writing such a line can cost: one concatenation, one write.
import { closeSync, openSync, writeSync } from 'node:fs'
import { LONG } from '../workloads.mjs'

const BUFFERING = 16384
const HEAD = '{"level":30,"time":1700000000000,"pid":1,"name":"bench.race"'
const FIELDS = ',"method":"GET","path":"/users/42","status":200,"user":"ann"'
const BINDINGS = ',"service":"api","version":"1.2.3","region":"eu-1","instance":7,"tenant":"acme"'
const QUOTED = JSON.stringify(LONG).slice(0, -1)

const CALLS = {
  disabled: () => {},
  disabledLiteral: () => {},
  disabledObject: () => {},
  message: () => `${HEAD},"msg":"the service is ready"}\n`,
  arguments: (i) => `{"level":30,"time":1700000000000,"pid":1,"name":"bench.race","msg":"user ann did ${i}"}\n`,
  fields: (i) => `${HEAD}${FIELDS},"ms":${i},"msg":"request done"}\n`,
  bindings: (i) => `${HEAD}${BINDINGS},"msg":"user ann did ${i}"}\n`,
  long: (i) => `${HEAD},"msg":${QUOTED} did ${i}"}\n`,
  unicode: (i) => `${HEAD},"msg":"пользователь Åsa 完成 ${i} 🚀"}\n`,
}

export const from = 'node'
export const can = ['json', 'text']
export const calls = Object.keys(CALLS)
export const setups = { limit: { durabilities: ['none', 'sync', 'buffered'], open } }

function open(workload, file) {
  const text = CALLS[workload.call]
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
