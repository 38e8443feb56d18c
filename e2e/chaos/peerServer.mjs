// What takes a peer's batches: a server that writes down the records of each before it answers, and that can be killed at any time.
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { bodyText } from '../tools/bodyText.mjs'
import { idsOf } from './ids.mjs'

/** @type {{ folder: string }} */
const { folder } = JSON.parse(process.argv[2] ?? '{}')
let seq = 0

const server = createServer(async (req, res) => {
  const text = bodyText(await buffer(req), req.headers['content-encoding'])
  const lines = idsOf(text).map((id) => `${JSON.stringify({ src: process.pid, seq: ++seq, message: `${id}:` })}\n`)
  appendFileSync(join(folder, 'page.log'), lines.join(''))
  res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
}).listen(0, '127.0.0.1', () => {
  process.send?.(/** @type {import('node:net').AddressInfo} */ (server.address()).port)
})
