import { runInNewContext } from 'node:vm'
import { getLogger, settings } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { BufferingHTTPHandler } from '../index.js'

let state = 'visible'

afterEach(() => {
  state = 'visible'
  vi.restoreAllMocks()
  resetLogging()
})

/**
 * @param onFirst called within the first request's call
 * @param headers as the option
 */
function attach(
  onFirst?: () => void,
  headers?: () => Record<string, string>,
): { bodies: string[]; inits: RequestInit[]; handler: BufferingHTTPHandler } {
  const bodies: string[] = []
  const inits: RequestInit[] = []
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => state as DocumentVisibilityState)
  const handler = new BufferingHTTPHandler('/records', {
    headers,
    // A request that was ended in its middle is waited for so long at `close`.
    timeoutMs: 500,
    fetch: async (_, init) => {
      bodies.push(String(init.body))
      inits.push(init)
      if (bodies.length === 1) onFirst?.()
      return new Response(null, { status: 204, headers: { treeline: '1' } })
    },
  })
  const log = getLogger('page')
  log.propagate = false
  log.setLevel('DEBUG')
  log.addHandler(handler)
  return { bodies, inits, handler }
}

function hide(): void {
  state = 'hidden'
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

test('what a listener of the page logs when it hides leaves with the rest', async () => {
  const { bodies, inits, handler } = attach()
  const listener = (): void => getLogger('page').info('logged while hiding')
  document.addEventListener('visibilitychange', listener)
  getLogger('page').info('before')
  hide()
  document.removeEventListener('visibilitychange', listener)
  expect(bodies).toHaveLength(1)
  expect(bodies[0]).toContain('before')
  expect(bodies[0]).toContain('logged while hiding')
  expect(inits[0]!.keepalive).toBe(true)
  await handler.close()
})

test('pagehide is heard on the window', async () => {
  const { bodies, handler } = attach()
  getLogger('page').info('last')
  window.dispatchEvent(new Event('pagehide'))
  expect(bodies).toHaveLength(1)
  await handler.close()
})

test('what a listener logs is taken where the one before it was ended in the middle of a fetch, as Firefox does', async () => {
  const { bodies, handler } = attach(endListener)
  await sayLastWords()
  expect(bodies.some((body) => body.includes('last words'))).toBe(true)
  await handler.close()
})

test('and where it was ended in the middle of a function of the application that makes the headers', async () => {
  let calls = 0
  const { bodies, handler } = attach(undefined, () => (calls++ === 0 ? endListener() : {}))
  await sayLastWords()
  expect(bodies.some((body) => body.includes('last words'))).toBe(true)
  await handler.close()
})

/** Ends what runs in the context below, and no `finally` runs. */
function endListener(): never {
  process.kill(process.pid, 'SIGINT')
  for (;;);
}

/** Hides a page whose listener is ended, and logs in the next one. */
async function sayLastWords(): Promise<void> {
  const hidePage = (): unknown => window.dispatchEvent(new Event('pagehide'))
  getLogger('page').info('first')
  expect(() => runInNewContext('hidePage()', { hidePage }, { breakOnSigint: true })).toThrow('SIGINT')
  // Promises have their turn between listeners.
  await Promise.resolve()
  getLogger('page').info('last words')
  await Promise.resolve()
}

test('a closed handler hears nothing', async () => {
  const { bodies, handler } = attach()
  settings.raiseExceptions = false
  await handler.close()
  getLogger('page').info('x')
  hide()
  window.dispatchEvent(new Event('pagehide'))
  expect(bodies).toHaveLength(0)
})

test.each(['records', './records?a=1', '/records'])(
  'a relative address is that of the page when the handler was made, whatever pushState makes of it: %s',
  async (relative) => {
    history.pushState(null, '', '/shop/cart')
    const expected = new URL(relative, location.href).href
    const asked: string[] = []
    const handler = new BufferingHTTPHandler(relative, {
      fetch: async (url) => {
        asked.push(String(url))
        return new Response(null, { status: 204, headers: { treeline: '1' } })
      },
    })
    const log = getLogger('page')
    log.propagate = false
    log.addHandler(handler)
    for (const path of ['/other/', '/a/b/c']) {
      history.pushState(null, '', path)
      log.error('on %s', path)
      await handler.flush()
    }
    expect(asked).toEqual([expected, expected])
  },
)
