// Asks a service: node load.mjs <port> <requests>. Each request has its own id, which is its order's number too; a quarter each
// finds an order, places one, fails, and watches one and leaves. Prints what it was answered, as JSON.
import { Agent, request as ask } from 'node:http'

const [port, count] = process.argv.slice(2).map(Number)
const AT_ONCE = 20
const KINDS = ['orders', 'place', 'failures', 'watch']
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

function one(number) {
  const id = `order-${number}`
  const kind = KINDS[number % KINDS.length]
  const isPost = kind === 'place'
  const path = isPost ? '/orders' : `/${kind}/${id}?token=secret-query`
  const headers = { 'x-request-id': id, authorization: 'Bearer secret-header', cookie: 'session=secret-cookie' }
  if (isPost) headers['content-type'] = 'application/json'
  return new Promise((resolve, reject) => {
    const answered = (response) =>
      resolve({ id, kind, status: response.statusCode, sent: response.headers['x-request-id'] })
    const request = ask({ port, path, headers, agent, method: isPost ? 'POST' : 'GET' }, (response) => {
      response.on('error', () => {}).on('end', () => answered(response))
      response.on('data', () => {
        if (kind !== 'watch') return
        request.destroy()
        answered(response)
      })
    })
    request.on('error', (error) => (kind === 'watch' ? undefined : reject(error)))
    request.end(isPost ? JSON.stringify({ order: id, card: { password: 'secret-body' } }) : undefined)
  })
}

const results = []
let next = 0
async function worker() {
  while (next < count) results.push(await one(next++))
}
await Promise.all(Array.from({ length: AT_ONCE }, worker))
agent.destroy()
process.stdout.write(JSON.stringify(results))
