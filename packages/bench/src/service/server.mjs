// The service, in a process of its own: node server.mjs <contestant> <output>
// Its parent sends 'mark', and gets the process's CPU time; and 'end', after which the last line is in the file.
import fastify from 'fastify'
import { contestants } from './contestants.mjs'

const [name, output] = process.argv.slice(2)
const { options, hooks = {}, end } = contestants[name].open(output)
const app = fastify(options)
for (const [at, hook] of Object.entries(hooks)) app.addHook(at, hook)
app.get('/users/:id', (request, reply) => {
  reply.send({ id: request.params.id, name: 'ann', roles: ['reader', 'writer'] })
})

process.on('message', async (message) => {
  if (message === 'mark') return process.send(process.cpuUsage())
  await app.close()
  await end()
  process.disconnect()
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send(app.server.address().port)
