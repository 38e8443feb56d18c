// Asks services, in a process of its own. Its parent sends { port, first, requests }, and gets how long each answer took, in ms.
import { once } from 'node:events'
import { connect } from 'node:net'

const CONNECTIONS = 20
const HEAD_END = '\r\n\r\n'

/** The connections to each port, which stay open. */
const pools = new Map()

process.on('message', async ({ port, first, requests }) => {
  if (!pools.has(port)) pools.set(port, await Promise.all(Array.from({ length: CONNECTIONS }, () => opened(port))))
  let next = first
  const take = () => (next < first + requests ? next++ : undefined)
  const times = []
  await Promise.all(pools.get(port).map((socket) => askAll(socket, port, take, times)))
  process.send(times)
})

async function opened(port) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true }).setEncoding('latin1')
  await once(socket, 'connect')
  return socket
}

/** Asks over one connection, one request after the other, until there are no more numbers. */
function askAll(socket, port, take, times) {
  return new Promise((resolve) => {
    let answer = ''
    let asked = 0
    const ask = () => {
      const number = take()
      answer = ''
      asked = performance.now()
      if (number === undefined) resolve(void socket.off('data', onData))
      else socket.write(`GET /users/${number} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: */*\r\n\r\n`)
    }
    const onData = (text) => {
      answer += text
      if (!isWhole(answer)) return
      times.push(performance.now() - asked)
      ask()
    }
    socket.on('data', onData)
    ask()
  })
}

function isWhole(answer) {
  const headEnd = answer.indexOf(HEAD_END)
  if (headEnd < 0) return false
  if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(answer)
  const length = Number(/content-length: (\d+)/i.exec(answer)[1])
  return answer.length >= headEnd + HEAD_END.length + length
}
