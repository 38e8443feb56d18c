// The service, in a process of its own: node server.mjs <contestant> <output>
// Its parent sends 'mark', and gets the process's CPU time; and 'end', after which the last line is in the file.

// V8 compiles process.nextTick for the callbacks that come first, and what that is depends on the contestant's imports: in one
// process in three a request then cost 10 µs more, with any logger and without. After these it is the same in all.
for (let tick = 0; tick < 20_000; tick++) await new Promise((resolve) => process.nextTick(resolve))

const { default: fastify } = await import('fastify')
const { contestants } = await import('./contestants.mjs')

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
