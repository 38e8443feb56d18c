import type * as http from 'node:http'
import { builtin } from '../process/builtin.js'
import type { Target } from '../network/lastSend.js'

/** The target of entries. */
export interface Upload {
  readonly url: URL
  /** Options of `tls.connect`. */
  readonly tls: Readonly<Record<string, unknown>>
  readonly timeoutMs: number
}

const TYPE = 'application/vnd.fdo.journal'

/** The error of a server that did not take the entries. */
export class UploadError extends Error {
  override readonly name = 'UploadError'

  constructor(
    readonly status: number,
    answer: string,
  ) {
    super(`the journal answered ${status}${answer === '' ? '' : `: ${answer.slice(0, 200).trim()}`}`)
  }
}

/** Returns whether the same entries would be refused again. */
export function isRefused(error: unknown): boolean {
  return error instanceof UploadError && /^4(?!08|29)/.test(String(error.status))
}

/**
 * Sends entries.
 *
 * @throws UploadError unless the server has taken them; the error of the connection
 */
export async function upload({ url, tls, timeoutMs }: Upload, body: Uint8Array): Promise<void> {
  const { request } = builtin<typeof http>(url.protocol === 'https:' ? 'node:https' : 'node:http')
  const headers = { 'Content-Type': TYPE, 'Content-Length': body.length }
  const { status, answer } = await new Promise<{ status: number; answer: string }>((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, timeout: timeoutMs, ...tls }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      // An answer is a word or two.
      response.on('data', (piece: string) => void (text = (text + piece).slice(0, 1000)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, answer: text }))
      response.on('error', reject)
    })
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    sent.on('error', reject)
    sent.end(body)
  })
  if (status < 200 || status > 299) throw new UploadError(status, answer)
}

/** Returns the request as bytes, and their target: at the end of the process no request can be made. */
export function lastUpload(
  { url, tls }: Upload,
  body: Uint8Array,
): { readonly target: Target; readonly bytes: Uint8Array } {
  const isTLS = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (isTLS ? 443 : 80)
  const lines = [
    `POST ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    `Content-Type: ${TYPE}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  const options = isTLS ? { servername: host, ...tls, host, port } : { host, port }
  return {
    target: { kind: isTLS ? 'tls' : 'tcp', options },
    bytes: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]),
  }
}
