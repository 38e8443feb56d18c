import { readFileSync } from 'node:fs'

/**
 * Counts the lines of a service: one of each message for each request, valid JSON, with the fields.
 *
 * @param {string} file
 * @param {number} requests how many there were
 * @returns {{ lost: number, bad?: string }} how many lines are missing, and the first one that is not what it should be
 */
export function linesLost(file, requests) {
  const urls = new Set()
  let completed = 0
  let bad
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const { message, url, status, time } = read(line)
    if (message === 'incoming request' && isUrl(url, requests)) urls.add(url)
    else if (message === 'request completed' && status === 200 && time >= 0) completed++
    else if (!message?.startsWith('Server listening')) bad ??= line.slice(0, 300)
  }
  return { lost: 2 * requests - urls.size - Math.min(completed, requests), bad }
}

/**
 * Counts the lines of a service whose requests have one each: valid JSON, with the path, the status and the time.
 *
 * @param {string} file
 * @param {number} requests how many there were
 * @returns {{ lost: number, bad?: string }}
 */
export function accessLinesLost(file, requests) {
  const urls = new Set()
  let bad
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const { url, status, time } = readAccess(line)
    if (isUrl(url, requests) && status === 200 && time >= 0) urls.add(url)
    else bad ??= line.slice(0, 300)
  }
  return { lost: requests - urls.size, bad }
}

function readAccess(line) {
  try {
    const fields = JSON.parse(line)
    return {
      url: fields.req?.url ?? fields.path,
      status: fields.res?.statusCode ?? fields.status,
      time: fields.responseTime ?? fields.duration_ms,
    }
  } catch {
    return {}
  }
}

/** Reads a line, with the fields at the top or, as fastify's own logger has them, in `req` and `res`. */
function read(line) {
  try {
    const fields = JSON.parse(line)
    const incoming = fields.req ?? fields
    const isIncoming = ['method', 'host', 'remoteAddress'].every((key) => typeof incoming[key] === 'string')
    return {
      message: fields.msg ?? fields.message,
      url: isIncoming ? incoming.url : undefined,
      status: (fields.res ?? fields).statusCode,
      time: fields.responseTime,
    }
  } catch {
    return {}
  }
}

function isUrl(url, requests) {
  const number = /^\/users\/(\d+)$/.exec(url)?.[1]
  return number !== undefined && Number(number) < requests
}
