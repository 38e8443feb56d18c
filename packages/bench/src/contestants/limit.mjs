import { closeSync, openSync, writeSync } from 'node:fs'

const BUFFERING = 16384

/** The least that writing such a line can cost: one concatenation, one write. */
export function start(workload, file) {
  const fd = openSync(file, 'a')
  const end = () => closeSync(fd)
  if (workload === 'disabled') return { line: () => {}, end }
  if (workload.endsWith('sync')) return { line: (i) => writeSync(fd, text(i)), end }
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

function text(i) {
  return `{"level":30,"time":1700000000000,"pid":1,"name":"bench.race","msg":"user ann did ${i}"}\n`
}
