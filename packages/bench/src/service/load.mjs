// Asks a service, in a process of its own. Its parent sends { port, first, requests }, and gets 'done'.
import { once } from 'node:events'
import { connect } from 'node:net'

const CONNECTIONS = 20
const HEAD_END = '\r\n\r\n'

process.on('message', async ({ port, first, requests }) => {
  let next = first
  const numbers = { port, take: () => (next < first + requests ? next++ : undefined) }
  await Promise.all(Array.from({ length: CONNECTIONS }, () => askAll(numbers)))
  process.send('done')
})

/** Asks over one connection, one request after the other, until there are no more numbers. */
async function askAll({ port, take }) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  let answer = ''
  const ask = () => {
    const number = take()
    answer = ''
    if (number === undefined) socket.end()
    else socket.write(`GET /users/${number} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: */*\r\n\r\n`)
  }
  socket.setEncoding('latin1').on('connect', ask)
  socket.on('data', (text) => {
    answer += text
    if (isWhole(answer)) ask()
  })
  await once(socket, 'close')
}

function isWhole(answer) {
  const headEnd = answer.indexOf(HEAD_END)
  if (headEnd < 0) return false
  if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(answer)
  const length = Number(/content-length: (\d+)/i.exec(answer)[1])
  return answer.length >= headEnd + HEAD_END.length + length
}
