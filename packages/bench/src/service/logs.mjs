// The logs that the contestants write to, whatever a service says to them.
import { closeSync, openSync, writeSync } from 'node:fs'
import pino from 'pino'
import { basicConfig, FileHandler, getLogger, JSONFormatter, shutdown } from 'treeline'

export const LOGGER = 'bench.service'
export const BUFFERING = 16_384
const MIN_LENGTH = 4096

/** pino's ways of writing. */
export const SYNC = { sync: true }
export const BLOCKS = { sync: true, minLength: MIN_LENGTH }
export const ASYNC = { sync: false, minLength: MIN_LENGTH }

/** Opens a log of the least that a line can cost: one of `JSON.stringify`, in blocks of so many characters. */
export function openLimitLog(file, buffering) {
  const fd = openSync(file, 'a')
  let held = ''
  const flush = () => {
    if (held !== '') writeSync(fd, held)
    held = ''
  }
  const log = (message, fields) => {
    const time = new Date().toISOString()
    held += `{"time":"${time}","level":"INFO","logger":"${LOGGER}","message":"${message}",${JSON.stringify(fields).slice(1)}\n`
    if (held.length >= buffering) flush()
  }
  const end = () => {
    flush()
    closeSync(fd)
  }
  return { log, end }
}

/** Opens pino's destination. */
export function openPinoStream(file, options) {
  const stream = pino.destination({ dest: file, ...options })
  const end = () => {
    const closed = new Promise((resolve) => stream.once('close', resolve))
    stream.end()
    return closed
  }
  return { stream, end }
}

/** Opens treeline's log. */
export function openTreelineLog(file, options) {
  const handler = new FileHandler(file, options)
  handler.setFormatter(new JSONFormatter())
  basicConfig({ handlers: [handler], level: 'INFO' })
  return { logger: getLogger(LOGGER), end: () => shutdown() }
}
