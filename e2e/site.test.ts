// The site of the docs, built for a base path and opened in Chromium: links, samples, search, small screens, light and dark.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { groups } from '../docs/.vitepress/pages.js'
import { serveSite } from '../docs/.vitepress/site.mjs'
import { launchChromium } from './tools/launchChromium.js'
import { overflow, pairsOfColors, samplesOf } from './tools/sitePage.js'

const BASE = '/docs/treeline/'
const READABLE = 4.5

let folder: string
let server: Server
let address: string
let browser: Browser
let page: Page
/** What the pages wrote to the console, and requests that failed. */
const faults: string[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-site-'))
  const args = ['docs/.vitepress/site.mjs', '--out', folder, '--base', BASE]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(status, stdout + stderr).toBe(0)
  server = await serveSite(folder, BASE, 0)
  address = `http://localhost:${(server.address() as AddressInfo).port}${BASE}`
  browser = await launchChromium()
  const context = await browser.newContext({ timezoneId: 'UTC' })
  // What the programs of the docs have for their clock.
  await context.clock.setFixedTime(Date.UTC(2026, 10, 27, 12))
  page = await context.newPage()
  page.on('requestfailed', (request) => faults.push(`${request.url()} failed`))
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.url()} ${response.status()}`)
  })
  page.on('pageerror', (error) => faults.push(`${page.url()} ${error}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${page.url()} ${message.text()}`)
  })
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * Compares what a page showed with what Node wrote. A page's console has a call's fields as an object behind the text, and is
 * the stream of a handler that was given none. Stacks differ, and so do V8's words for a place in JSON. For a line with `…` stand
 * any lines.
 */
function sameLines(shown: string, expected: string): boolean {
  const lines = (text: string): string[] => text.split('\n').filter((line) => !/^ {4}at /.test(line))
  const pattern = lines(expected).map((line) => {
    if (/^\s*…$/.test(line)) return '(.*\n)*?'
    const there = line.replace('/srv/app/', '').replace('<stderr>', '<console>')
    return `${there.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}( \\(line 1 column \\d+\\)| \\{ .* \\})?\n`
  })
  return new RegExp(`^${pattern.join('')}$`).test(lines(shown).join('\n') + '\n')
}

/** Opens a page, and waits until it answers clicks. */
async function open(path: string): Promise<void> {
  await page.goto(address + path)
  await page.waitForFunction(() => '__vue_app__' in document.querySelector('#app')!, undefined, { polling: 20 })
}

const paths = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html') && name !== '404.html')
    .map((name) => name.replaceAll('\\', '/'))

test('has a page for each file of the docs, and each stands in the sidebar', () => {
  const pages = groups().flatMap(({ pages }) => pages.map(({ path }) => path.replace(/\.md$/, '.html')))
  expect(paths().toSorted()).toEqual(pages.toSorted())
  expect(pages.length).toBeGreaterThan(50)
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  const sources = groups().flatMap(({ pages }) => pages.map(({ source }) => source))
  expect(sources).toEqual(expect.arrayContaining(docs.map((name) => `docs/${name.replaceAll('\\', '/')}`)))
})

test('no link is dead', async () => {
  const ids = new Map<string, Set<string>>()
  const links: { from: string; to: URL }[] = []
  const queue = [address]
  for (const url of queue) {
    const response = await fetch(url)
    if (!response.ok) continue
    const html = await response.text()
    ids.set(url, new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)))
    for (const [, href = ''] of html.matchAll(/<a\b[^>]* href="([^"]*)"/g)) {
      const to = new URL(href.replaceAll('&amp;', '&'), url)
      if (to.origin !== new URL(address).origin) continue
      links.push({ from: url, to })
      const next = to.href.replace(/#.*$/, '')
      if (!queue.includes(next)) queue.push(next)
    }
  }
  const dead = links.filter(({ to }) => {
    const there = ids.get(to.href.replace(/#.*$/, ''))
    return there === undefined || (to.hash !== '' && !there.has(decodeURIComponent(to.hash.slice(1))))
  })
  expect(links.length).toBeGreaterThan(1000)
  expect(new Set(dead.map(({ from, to }) => `${from} -> ${to.href}`))).toEqual(new Set())
  expect(ids.size).toBeGreaterThanOrEqual(paths().length)
})

/** Checks the page that is open, in one scheme; returns what is wrong. */
async function lookAt(colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme })
  await page.locator(colorScheme === 'dark' ? 'html.dark' : 'html:not(.dark)').waitFor()
  const pairs = await page.evaluate(pairsOfColors)
  const pale = pairs.filter(({ ratio }) => ratio < READABLE)
  const wide = await page.evaluate(overflow)
  return [...pale.map((pair) => JSON.stringify(pair)), ...(wide ? [wide] : [])].map(
    (fault) => `${page.url()} ${colorScheme}: ${fault}`,
  )
}

test('shows no marks that are not for readers', () => {
  const marks = paths().flatMap((path) => {
    const html = readFileSync(join(folder, path), 'utf8')
    return [...html.matchAll(/&lt;!--.{0,20}|"sample-file">no-run|&lt;a id=/g)].map(([mark]) => `${path}: ${mark}`)
  })
  expect(marks).toEqual([])
})

test('what is pale or wide is noticed', async () => {
  await open('')
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('.vp-doc pre code span')!.innerHTML = '<span style="color: #999">pale</span>'
    document.querySelector<HTMLElement>('.vp-doc h1')!.style.width = '3000px'
  })
  const wrong = await lookAt('light')
  expect(wrong).toHaveLength(2)
  expect(wrong.join()).toContain('"text":"pale","color":"rgb(153, 153, 153)"')
})

test('every page fits at 390 px, and its code can be read', async () => {
  const wrong: string[] = []
  await page.setViewportSize({ width: 390, height: 800 })
  for (const [index, path] of paths().entries()) {
    await open(path)
    wrong.push(...(await lookAt(index % 2 ? 'dark' : 'light')))
  }
  expect(wrong).toEqual([])
  expect(faults).toEqual([])
})

test.each([390, 1280])(
  'the first page of each group fits and can be read in light and dark at %i px',
  async (width) => {
    const wrong: string[] = []
    await page.setViewportSize({ width, height: 800 })
    for (const { pages } of groups()) {
      await open(pages[0]!.path.replace(/\.md$/, '.html'))
      wrong.push(...(await lookAt('light')), ...(await lookAt('dark')))
    }
    expect(wrong).toEqual([])
    expect(faults).toEqual([])
  },
)

test('samples run and show what the docs say', async () => {
  const wrong: string[] = []
  let ran = 0
  for (const path of paths().filter((path) => readFileSync(join(folder, path), 'utf8').includes('sample-run'))) {
    await open(path)
    for (const { code, expected, shown } of await samplesOf(page)) {
      ran++
      if (expected !== undefined && !sameLines(shown, expected))
        wrong.push([path, code, 'EXPECTED', expected, 'SHOWN', shown].join('\n'))
    }
  }
  expect(wrong.join('\n\n')).toBe('')
  expect(ran).toBeGreaterThan(5)
  expect(faults).toEqual([])
})

test('an error of a sample is shown, and a second run begins anew', async () => {
  await open('')
  const sample = page.locator('.sample').first()
  await sample.locator('.sample-run').click()
  await sample.locator('[data-ended]').waitFor()
  const first = await sample.locator('.sample-output').innerText()
  await sample.locator('.sample-run').click()
  await sample.locator('[data-ended]').waitFor()
  expect(await sample.locator('.sample-output').allInnerTexts()).toEqual([first])

  await sample.locator('pre code').evaluate((code) => {
    code.textContent =
      "import { getLogger } from 'treeline'\ngetLogger('x').setLevel('LOUD')\ngetLogger('x').info('never')"
  })
  await sample.locator('.sample-run').click()
  await sample.locator('[data-ended]').waitFor()
  expect(await sample.locator('.sample-output').innerText()).toContain("Uncaught RangeError: Unknown level: 'LOUD'")
  // Developers see it in their tools too.
  expect(faults.splice(0).join()).toContain("Unknown level: 'LOUD'")
})

test('search finds a class', async () => {
  await open('')
  await page.locator('.VPNavBarSearchButton, #local-search button').first().click()
  await page.locator('#localsearch-input').fill('RotatingFileHandler')
  const result = page.locator('#localsearch-list a[href*="reference/node-handlers"]').first()
  await result.waitFor()
  await result.click()
  await page.waitForURL(/reference\/node-handlers\.html#/)
  await page.locator('h1', { hasText: '@treeline/node/handlers' }).waitFor()
  expect(faults).toEqual([])
})

describe('for programs', () => {
  test('llms.txt names every page', async () => {
    const text = await (await fetch(`${address}llms.txt`)).text()
    const links = [...text.matchAll(/^- \[(.+?)\]\((.+?)\): .+[.?!…]$/gm)].map(([, , link = '']) => link)
    expect(text).toMatch(/^# treeline\n\n> .+\n\n## /)
    expect(links.toSorted()).toEqual(paths().toSorted())
  })

  test('llms-full.txt has the text of the guide', async () => {
    const text = await (await fetch(`${address}llms-full.txt`)).text()
    const teaching = groups().filter(({ title }) => ['Guide', 'Coming from', 'How do I'].includes(title))
    for (const { source } of teaching.flatMap(({ pages }) => pages))
      expect(text.includes(readFileSync(source, 'utf8').trim()), source).toBe(true)
  })
})
