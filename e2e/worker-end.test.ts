// Records that a worker logs right before its end, in three engines: of the ways that docs/reliability-pages.md promises, all arrive.
import { expect, test } from 'vitest'
import { BROWSERS } from './tools/browsers.mjs'
import { WorkerEndServer } from './worker-end/server.mjs'

// After which a browser is taken to hang.
const PATIENCE_MS = 300_000
const COUNT = 50
const PROMISED = [
  'dedicated terminate queue flush',
  'dedicated terminate queue later',
  'dedicated terminate http flush',
  'dedicated close queue flush',
  'dedicated close queue later',
  'dedicated close http flush',
  'shared close queue flush',
  'shared close queue later',
  'shared close http flush',
  'service close http flush',
]

test.each(Object.entries(BROWSERS))(
  '%s: all that a worker has flushed, or logged in an earlier turn, arrives, though it or its page ends then',
  async (_, open) => {
    const server = await WorkerEndServer.start()
    const query = new URLSearchParams({ repeats: '1', patienceMs: String(PATIENCE_MS) })
    for (const name of PROMISED) query.append('only', name)
    const browser = await open(`${server.address}/?${query}`)
    try {
      const silence = new Promise<never>((_, reject) => {
        const tell = (): void => reject(new Error(`no report from the page: ${browser.output()}`))
        setTimeout(tell, PATIENCE_MS).unref()
      })
      await Promise.race([server.over, silence])
      const found = server.ended.map(({ name, run, failure }) => [name, failure || server.countOf(run)])
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(PROMISED.map((name) => [name, COUNT])))
    } finally {
      await browser.close()
      server.stop()
    }
  },
)
