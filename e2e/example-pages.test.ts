// The pages of the example as their user sees them, in Chromium: the tree of loggers, the filters, the code beside the buttons.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { rollup } from 'rollup'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import spa from '../examples/page-and-server/spa/rollup.config.mjs'
import { launchChromium } from './tools/launchChromium.js'

const EXAMPLE = resolve(import.meta.dirname, '../examples/page-and-server')
// After which a page is taken to hang.
const PATIENCE_MS = 300_000
const PAGES = ['/script-tag.html', '/spa/'] as const
const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const

let browser: Browser
let context: BrowserContext
let folder: string
let server: ChildProcess
let address: string
/** Addresses that pages asked for beside the server's, and what its policy refused. */
let strangers: string[]

async function startServer(): Promise<void> {
  const program = join(EXAMPLE, 'server.mjs')
  const env = { ...process.env, NO_COLOR: '1' }
  server = spawn(process.execPath, [program, '--port', '0', '--logs', folder], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  address = await new Promise((resolve, reject) => {
    let said = ''
    const listen = (data: unknown): void => {
      said += String(data)
      const [, found] = /open (http:\S+)\//.exec(said) ?? []
      if (found !== undefined) resolve(found)
    }
    server.stdout!.on('data', listen)
    server.stderr!.on('data', listen)
    server.on('exit', () => reject(new Error(`the server did not start: ${said}`)))
  })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-pages-'))
  const build = await rollup({ input: spa.input!, plugins: spa.plugins })
  await build.write(spa.output)
  await startServer()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  if (server.exitCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  strangers = []
  context = await browser.newContext()
  context.setDefaultTimeout(PATIENCE_MS)
  await context.exposeFunction('onViolation', (text: string) => strangers.push(text))
  await context.addInitScript(
    "addEventListener('securitypolicyviolation', (event) => onViolation(event.violatedDirective + ' ' + event.blockedURI))",
  )
  context.on('request', (request) => {
    if (!request.url().startsWith(address)) strangers.push(request.url())
  })
})
afterEach(async () => {
  await context.close()
  expect(strangers).toEqual([])
})

async function open(path: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address + path)
  await allThere(page)
  return page
}

async function allThere(page: Page): Promise<void> {
  await page.waitForSelector('#counts[data-complete=true]')
}

async function pressAll(page: Page): Promise<void> {
  for (const level of LEVELS) await page.click(`#${level}`)
  await allThere(page)
}

/** Returns the levels of the rows of this visit that have a message, the newest first. */
const rows = (page: Page, message = 'pressed'): Promise<string[]> =>
  page.$$eval(
    '#records tr',
    (all, message) => {
      const { visit } = window as unknown as { visit: { id: string } }
      return all
        .filter((row) => row.dataset['id']!.startsWith(visit.id))
        .filter((row) => (row.querySelector('summary') ?? row.querySelector('.message'))!.textContent === message)
        .map((row) => row.querySelector('.badge')!.textContent!)
    },
    message,
  )

/** Waits until a filter or a change has been shown: rows come with the next picture. */
async function rowsBecome(page: Page, expected: readonly string[], message?: string): Promise<void> {
  await expect.poll(() => rows(page, message), { timeout: PATIENCE_MS }).toEqual(expected)
}

const tree = (page: Page): Promise<string[]> =>
  page.$$eval('#loggers li', (items) =>
    items.map((item) => `${item.querySelector('label')!.title} ${item.querySelector('.badge')!.textContent}`),
  )

test.each(PAGES)('%s: what it cannot send as it closes offline, the next page sends', async (path) => {
  const page = await open(path)
  await context.setOffline(true)
  for (const level of LEVELS) await page.click(`#${level}`)
  const id = await page.evaluate(() => (window as unknown as { visit: { id: string } }).visit.id)
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  await context.setOffline(false)
  const next = await open(path)
  // The first, `ready`, was there before; the last, `left`, was logged while it closed.
  const arrived = (): Promise<string[]> =>
    next.$$eval(
      '#records tr',
      (all, id) => all.map((row) => row.dataset['id']!).filter((each) => each.startsWith(`${id}-`)),
      id,
    )
  const all = Array.from({ length: LEVELS.length + 2 }, (_, index) => `${id}-${index + 1}`)
  await expect.poll(async () => new Set(await arrived()), { timeout: PATIENCE_MS }).toEqual(new Set(all))
  expect(await arrived()).toHaveLength(all.length)
})

describe('the tree of loggers', () => {
  test.each([
    [
      '/script-tag.html',
      'tag',
      ['root DEBUG', 'tag DEBUG', 'tag.buttons DEBUG', 'tag.errors DEBUG', 'tag.typing DEBUG'],
    ],
    ['/spa/', 'spa', ['root DEBUG', 'spa DEBUG', 'spa.errors DEBUG', 'spa.store DEBUG', 'spa.ui DEBUG']],
  ])('%s: shows the levels in effect, and changes them in place, for another tab too', async (path, name, at) => {
    const [page, other] = [await open(path), await open(path)]
    expect(await tree(page)).toEqual(at)
    await page.selectOption(`#level-${name}`, 'ERROR')
    const changed = at.map((line) => line.replace(/^(?!root)(\S+) .*/, '$1 ERROR'))
    expect(await tree(page)).toEqual(changed)
    await expect.poll(() => tree(other), { timeout: PATIENCE_MS }).toEqual(changed)
    await page.reload()
    await allThere(page)
    expect(await tree(page)).toEqual(changed)
    await pressAll(page)
    await rowsBecome(page, ['CRITICAL', 'ERROR'])
    expect(await page.inputValue(`#level-${name}`)).toBe('ERROR')
    await other.click('#clear-levels')
    await expect.poll(() => tree(page), { timeout: PATIENCE_MS }).toEqual(at)
    expect(await page.isDisabled('#clear-levels')).toBe(true)
  })

  test('a change for a while says how much is left; the address sets a level for its page', async () => {
    const page = await open('/script-tag.html?log=tag.buttons:CRITICAL')
    expect(await page.textContent('li:has(#level-tag-buttons) .until')).toBe('set live')
    await page.selectOption('#lasts', '900')
    await page.selectOption('#level-tag', 'WARNING')
    expect(await page.textContent('li:has(#level-tag) .until')).toMatch(/^\d+:\d\d left$/)
    const stored = await page.evaluate("JSON.parse(localStorage.getItem('treeline.levels'))")
    expect(stored).toEqual({ tag: { level: 'WARNING', seconds: 900, since: expect.any(Number) } })
  })

  test('a logger that is made later appears', async () => {
    const page = await open('/script-tag.html')
    await page.evaluate("logging.getLogger('tag.late').setLevel('INFO')")
    await page.waitForSelector('#level-tag-late')
    expect(await tree(page)).toContain('tag.late INFO')
    expect(await page.textContent('#level-tag-late option')).toBe('Code: INFO')
  })
})

describe('the records', () => {
  test('are filtered by level, by a logger and those below it, and by text', async () => {
    const page = await open('/script-tag.html')
    await page.click('#exception')
    await pressAll(page)
    await rowsBecome(page, ['CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG'])
    await page.selectOption('#filter-level', 'ERROR')
    await rowsBecome(page, ['CRITICAL', 'ERROR'])
    await page.selectOption('#filter-subtree', 'page.tag.errors')
    await rowsBecome(page, [])
    await rowsBecome(page, ['ERROR'], 'no theme for ann')
    await page.selectOption('#filter-subtree', 'page.tag')
    await rowsBecome(page, ['CRITICAL', 'ERROR'])
    await page.selectOption('#filter-level', 'DEBUG')
    await page.fill('#filter-text', 'wArNing')
    await rowsBecome(page, ['WARNING'])
    expect(await page.textContent('#shown')).toMatch(/^\d+ of \d+ records$/)
    await page.click('#warning')
    await page.click('#info')
    await allThere(page)
    await rowsBecome(page, ['WARNING', 'WARNING'])
  })

  test('wait while the view is paused, and come afterwards', async () => {
    const page = await open('/spa/')
    await page.click('#pause')
    expect(await page.getAttribute('#pause', 'aria-pressed')).toBe('true')
    await pressAll(page)
    await expect.poll(() => page.textContent('#shown'), { timeout: PATIENCE_MS }).toMatch(/, \d+ came since$/)
    expect(await rows(page)).toEqual([])
    await page.click('#pause')
    await rowsBecome(page, ['CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG'])
  })

  test('unfold by the keyboard: fields, and an error with its cause first', async () => {
    const page = await open('/script-tag.html')
    await page.click('#exception')
    await page.click('#info')
    await allThere(page)
    await rowsBecome(page, ['INFO'])
    const own = `#records tr[data-level=info][data-id^="${await page.evaluate<string>('visit.id')}"]:has(.fields)`
    await page.focus(`${own} summary`)
    await page.keyboard.press('Enter')
    expect(await page.innerText(`${own} .fields`)).toBe('button\nInfo')
    const blocks = await page.$$eval('#records .errors.chained pre', (all) =>
      all.map((block) => block.textContent!.split('\n')[0]),
    )
    expect(blocks.slice(0, 2)).toEqual([expect.stringContaining('SyntaxError: '), 'Error: could not read the settings'])
  })

  test('a burst shows its last 200 lines, and counts all', async () => {
    const page = await open('/spa/')
    await page.click('#burst')
    await allThere(page)
    await page.fill('#filter-text', 'of 1000')
    await expect
      .poll(() => page.textContent('#shown'), { timeout: PATIENCE_MS })
      .toMatch(/^1000 of \d+ records, the last 200 of them shown$/)
    expect(await page.textContent('#records tr:first-child .message')).toBe('line 1000 of 1000')
  })
})

test.each(PAGES)('%s: beside each button stands the code that it runs', async (path) => {
  const page = await open(path)
  const shown = await page.$$eval('.actions button', (buttons) =>
    buttons.map((button) => [button.id, document.getElementById(button.getAttribute('aria-describedby')!)!.innerText]),
  )
  expect(shown.length).toBe(11)
  const files = ['public/script-tag.js', 'spa/ui.js', 'spa/store.js'].map((file) =>
    readFileSync(join(EXAMPLE, file), 'utf8'),
  )
  const flat = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('; ', ' ').replace(/;$/, '')
  const source = flat(files.join('\n'))
  for (const [id, code] of shown) expect(source, id).toContain(flat(code!))
})

describe.each(PAGES)('%s', (path) => {
  test.each(['light', 'dark'] as const)(
    'on a phone, in the %s scheme: the status line stays in sight, nothing sticks out',
    async (colorScheme) => {
      const page = await context.newPage()
      await page.setViewportSize({ width: 390, height: 844 })
      await page.emulateMedia({ colorScheme })
      await page.goto(address + path)
      await pressAll(page)
      for (const position of [0, 400, 100_000]) {
        await page.evaluate(`scrollTo(0, ${position})`)
        const { y, height } = (await page.locator('#counts').boundingBox())!
        expect([y >= 0, y + height < 844]).toEqual([true, true])
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    },
  )

  test('every control has a name, and can be reached by the keyboard', async () => {
    const page = await open(path)
    await pressAll(page)
    const controls = page.locator('button, input, select, summary, a')
    for (const control of await controls.all()) {
      if (!(await control.isVisible()) || (await control.isDisabled())) continue
      const [name, isReached] = await control.evaluate((element: HTMLElement) => {
        const { labels } = element as HTMLInputElement
        const label = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent
        element.focus()
        return [label?.trim(), document.activeElement === element]
      })
      expect([name !== '', isReached], await control.evaluate((element) => element.outerHTML)).toEqual([true, true])
    }
  })
})
