// The service, in a process of its own: node server.mjs <framework> <contestant> <output>
// Its parent sends 'mark', and gets the process's CPU time; and 'end', after which the last line is in the file.

// V8 compiles process.nextTick for the callbacks that come first, and what that is depends on the contestant's imports: in one
// process in three a request then cost 10 µs more, with any logger and without. After these it is the same in all.
for (let tick = 0; tick < 20_000; tick++) await new Promise((resolve) => process.nextTick(resolve))

const { contestantsOf } = await import('./frameworks.mjs')
const { serve } = await import('./apps.mjs')

const [framework, name, output] = process.argv.slice(2)
const opened = (await contestantsOf(framework))[name].open(output, framework)
const app = await serve(framework, opened)

process.on('message', async (message) => {
  if (message === 'mark') return process.send(process.cpuUsage())
  await app.close()
  await opened.end()
  process.disconnect()
})
process.send(app.port)
