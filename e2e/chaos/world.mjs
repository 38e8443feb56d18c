// Lives of pages that share a profile, from a plan; and what became of their records.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeProfile } from '../tools/browserProcess.mjs'
import { BROWSERS, IMPOSSIBLE } from './browsers.mjs'
import { Front } from './front.mjs'
import { Doc, judge } from './ledger.mjs'
import { ReceiverProcess } from './receiverProcess.mjs'

/** After which what has not arrived is taken not to come any more. Only a fault takes so long. */
const PATIENCE_MS = 120_000
const MOST_TABS = 10
/** What every other page logs while it goes, as page.js has it. */
const LAST_WORDS = 'iwdi'

/** @typedef {Awaited<ReturnType<import('./browsers.mjs').Start>>} Browser */
/** @typedef {{ tab: Awaited<ReturnType<Browser['open']>>, doc: Doc }} Open */
/** @typedef {'deaf' | 'forgets'} Mutant `deaf`, the journal hears of no end and no time, only of severe records; `forgets`, the receiver has no file */

export class World {
  /** @type {Map<number, Doc>} */
  #docs = new Map()
  /** @type {Open[]} */
  #open = []
  #front
  #receiver
  #folder = mkdtempSync(join(tmpdir(), 'treeline-chaos-'))
  #profile = join(this.#folder, 'profile')
  #start
  #isShared
  #query
  #impossible
  /** @type {Browser | undefined} */
  #browser
  #isFull = false
  #isOffline = false
  /** Why records may be missing that had not arrived at a time. @type {Map<string, import('./ledger.mjs').Excuse>} */
  #excused = new Map()

  /**
   * @param {import('./browsers.mjs').BrowserName} browser
   * @param {object} [options]
   * @param {Mutant} [options.mutant]
   * @param {Browser} [options.shared] a browser that others use too; default one of its own
   * @param {Readonly<Record<string, string>>} [options.files] what is served beside the page, by path
   * @param {string} [options.query] that of every page for which a step names no other; default none
   */
  constructor(browser, { mutant, shared, files, query = '' } = {}) {
    this.#query = query
    this.#start = shared ? async () => shared : BROWSERS[browser]
    this.#isShared = shared !== undefined
    this.#impossible = IMPOSSIBLE[browser]
    this.#front = new Front(mutant, files)
    this.#receiver = new ReceiverProcess(this.#folder, mutant !== 'forgets')
  }

  /**
   * Lives the lives of a plan, and compares.
   *
   * @param {import('./plan.mjs').Step[][]} plan
   */
  async run(plan) {
    try {
      mkdirSync(this.#profile)
      await this.#front.open()
      await this.#act({ act: 'start' })
      this.#browser = await this.#start(this.#profile)
      for (const step of plan.flat()) await this.#act(step)
      await this.#end()
      const log = this.#receiver.records()
      return { ...judge(this.#docs.values(), log, this.#front, this.#excused), log, front: this.#front }
    } finally {
      if (!this.#isShared) await this.#browser?.kill()
      this.#front.close()
      await this.#receiver.kill()
      removeProfile(this.#folder)
    }
  }

  /** @param {import('./plan.mjs').Step} step */
  async #act({ act, tab = 0, letters = '', bytes = 0, weather = '', ms = 0, script = '', query = this.#query }) {
    if (this.#impossible.includes(act)) return
    if (act === 'open') return this.#openTab(query)
    if (act === 'arrived') return this.#until(() => this.#haveArrived())
    if (act === 'met') return this.#until(() => this.#front.countOf(this.#front.weather) > 0)
    if (act === 'weather') return this.#front.change(weather)
    if (act === 'rest') return new Promise((resolve) => setTimeout(resolve, ms))
    if (act === 'kill') return this.#kill()
    if (act === 'stop' || act === 'restart') await this.#receiver.kill()
    if (act === 'start' || act === 'restart') {
      await this.#receiver.start()
      this.#front.receiver = this.#receiver.port
    }
    if (act === 'online' || act === 'offline') return this.#setOffline(act === 'offline')
    const open = this.#open[Math.floor(tab * this.#open.length)]
    if (!open) return
    if (act === 'say') return this.#tell(open, `say('${letters}', ${bytes})`, letters)
    if (act === 'tell') return this.#tell(open, script, letters)
    if (act === 'until') return this.#until(() => open.tab.evaluate(script))
    if (act === 'quit') return this.#quit(open, script, letters)
    if (act === 'popup') return this.#popUp(open, letters, bytes)
    if (act === 'return') return this.#return(open)
    if (act === 'settle') return this.#settle(open)
    if (act === 'hide') return open.tab.show()
    if (act === 'fill') return this.#fill(open)
    if (act === 'free') return this.#free(open)
    if (act === 'crash') return this.#crash(open)
    if (['reload', 'leave', 'close'].includes(act)) return this.#leave(open, act)
  }

  /** @param {string} [query] */
  async #openTab(query = this.#query) {
    if (this.#open.length === MOST_TABS) return
    await this.#setOffline(false)
    const tab = await this.#live.open(`${this.#front.address}/page${query}`)
    await this.#meet(tab)
  }

  get #live() {
    if (!this.#browser) throw new Error('no browser')
    return this.#browser
  }

  /**
   * Notes which document a tab shows.
   *
   * @param {Open['tab']} tab
   */
  async #meet(tab) {
    // Some drivers answer before the page's scripts have run.
    await this.#until(() => tab.evaluate('window.doc'))
    const doc = new Doc(await tab.evaluate('doc'))
    this.#docs.set(doc.number, doc)
    this.#open.push({ tab, doc })
  }

  /** @param {boolean} isOffline */
  async #setOffline(isOffline) {
    if (isOffline === this.#isOffline) return
    this.#isOffline = isOffline
    await this.#live.setOffline(
      isOffline,
      this.#open.map(({ tab }) => tab),
    )
  }

  /**
   * Has a page do something, and notes what it says of itself.
   *
   * @param {Open} open
   * @param {string} script
   * @param {string} [letters] the levels of the records that the script logs; `?` for as many as it does
   */
  async #tell({ tab, doc }, script, letters = '') {
    const { logged, memory, errors } = await tab.evaluate(`Promise.resolve(${script}).then(state)`)
    // Only now is it known.
    doc.letters = letters === '?' ? doc.letters.padEnd(logged, 'i') : doc.letters + letters
    if (logged !== doc.letters.length) throw new Error(`page ${doc.number} says ${logged}, not ${doc.letters.length}`)
    doc.isMemory = memory
    doc.errors = errors
  }

  /**
   * Has a page log, and end itself in the same breath.
   *
   * @param {Open} open
   * @param {string} script
   * @param {string} letters
   */
  async #quit(open, script, letters) {
    const { tab, doc } = open
    this.#forget(open)
    doc.end = 'in order'
    await tab.evaluate(`(${script}, 0)`)
    doc.letters += letters
    let next = doc.number
    await this.#until(async () => {
      // Between two documents nobody answers.
      next = await tab.evaluate('window.doc ?? 0').catch(() => doc.number)
      return next !== doc.number
    })
    if (next === 0) await tab.close()
    else await this.#meet(tab)
  }

  /**
   * Goes elsewhere and back.
   *
   * @param {Open} open
   * @throws {Error} where the browser has not kept the page
   */
  async #return({ tab }) {
    await tab.evaluate('(window.isKept = true, 0)')
    await tab.go(`${this.#front.address}/elsewhere`)
    await tab.evaluate('(history.back(), 0)')
    await this.#until(() => tab.evaluate('window.doc').catch(() => undefined))
    if (!(await tab.evaluate('window.isKept'))) throw new Error('the browser made the page anew')
  }

  /**
   * Has a page open another one, which logs and closes itself.
   *
   * @param {Open} open
   * @param {string} letters
   * @param {number} bytes
   */
  async #popUp(open, letters, bytes) {
    const doc = new Doc(await open.tab.evaluate(`popUp('${letters}', ${bytes})`))
    doc.letters = letters
    doc.end = 'in order'
    this.#docs.set(doc.number, doc)
  }

  /** @param {Open} open */
  async #settle(open) {
    const count = open.doc.letters.length
    await this.#tell(open, 'settle()')
    open.doc.settled = count
  }

  /** @param {Open} open */
  #forget(open) {
    this.#open = this.#open.filter((other) => other !== open)
  }

  /** @param {Open} open */
  async #crash(open) {
    const process = await open.tab.process()
    /** @type {Open[]} */
    const hit = []
    for (const other of this.#open) if (other === open || (await other.tab.process()) === process) hit.push(other)
    for (const other of hit) {
      this.#forget(other)
      other.doc.end = other.doc.isMemory ? 'full' : 'crash'
    }
    await open.tab.crash()
    for (const other of hit) if (other !== open) await other.tab.close().catch(() => {})
  }

  /**
   * @param {Open} open
   * @param {string} how
   */
  async #leave(open, how) {
    const { tab, doc } = open
    if (how === 'reload') await this.#setOffline(false)
    this.#forget(open)
    doc.end = this.#isFull ? 'full' : 'in order'
    if (how === 'reload') {
      await tab.reload()
      return this.#meet(tab)
    }
    if (how === 'leave') await tab.go('about:blank')
    await tab.close()
  }

  /**
   * The host takes all of the storage: a page then gives up the half of what is stored.
   *
   * @param {Open} open
   */
  async #fill(open) {
    this.#isFull = true
    this.#excuse('full')
    await this.#tell(open, 'fill()')
  }

  /** @param {Open} open */
  async #free(open) {
    if (!this.#isFull) return
    this.#excuse('full')
    await this.#tell(open, 'free()')
    this.#isFull = false
  }

  /**
   * What has not arrived may be missing from now on.
   *
   * @param {import('./ledger.mjs').Excuse} reason
   */
  #excuse(reason) {
    const arrived = this.#arrived()
    for (const doc of this.#docs.values()) {
      // What those that are gone have logged while they went is known in the end.
      const count = doc.letters.length + (doc.end ? LAST_WORDS.length : 0)
      const ids = Array.from({ length: count }, (_, index) => doc.id(index))
      for (const id of ids) if (!arrived.has(id)) this.#excused.set(id, reason)
    }
  }

  async #kill() {
    this.#excuse('kill')
    for (const { doc } of this.#open) doc.end = 'kill'
    this.#open = []
    await this.#live.kill()
    this.#isOffline = false
    this.#browser = await this.#start(this.#profile)
  }

  /** All is well again: the pages go, and a last one brings what they have left. */
  async #end() {
    this.#front.change('fine')
    await this.#act({ act: 'start' })
    await this.#setOffline(false)
    await this.#openTab()
    const [first] = this.#open
    if (first) await this.#free(first)
    for (const open of [...this.#open]) await this.#leave(open, 'close')
    const tab = await this.#live.open(`${this.#front.address}/page${this.#query}`)
    await this.#drain(tab)
    for (const [number, count] of Object.entries(await tab.evaluate('marks()'))) this.#note(Number(number), count)
    await tab.close()
  }

  /**
   * Waits until nothing is stored any more, and nothing under way.
   *
   * @param {Open['tab']} tab
   */
  #drain(tab) {
    return this.#until(async () => {
      const { segments, queued, inFlight } = await tab.evaluate('state()')
      return segments + queued + inFlight === 0
    })
  }

  /** @param {() => unknown} isSo */
  async #until(isSo) {
    const end = performance.now() + PATIENCE_MS
    while (performance.now() < end && !(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  /** Returns the ids of the records in the server's log. */
  #arrived() {
    return new Set(this.#receiver.records().map(({ id }) => id))
  }

  #haveArrived() {
    const arrived = this.#arrived()
    return [...this.#docs.values()].every((doc) => doc.records().every(({ id }) => arrived.has(id)))
  }

  /**
   * Notes what a document has logged while it went.
   *
   * @param {number} number
   * @param {number} count
   */
  #note(number, count) {
    const doc = this.#docs.get(number)
    if (!doc || doc.end === 'crash' || doc.end === 'kill') return
    if (count > doc.letters.length) doc.letters += LAST_WORDS.slice(0, count - doc.letters.length)
  }
}
