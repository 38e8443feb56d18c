// Lives of pages that share a profile, from a plan; and what became of their records.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeProfile } from '../tools/browserProcess.mjs'
import { BROWSERS, DISK_MS, IMPOSSIBLE } from './browsers.mjs'
import { Excuses } from './excuses.mjs'
import { Front } from './front.mjs'
import { Doc, judge } from './ledger.mjs'
import { ReceiverProcess } from './receiverProcess.mjs'

/** After which what is waited for is taken not to come any more. Only a fault takes so long. */
const PATIENCE_MS = 120_000
/** After which what a peer has not sent is taken not to come any more: nothing says what it holds. */
const QUIET_MS = 5000
/** When so much has been logged, the journal's room may run out. */
const MANY_BYTES = 2 ** 19
/** Weathers in which what a page sends arrives. */
const PASSING = ['fine', 'slow', 'half']
const MOST_TABS = 10
/** How much longer than the disk takes is waited for it. */
const RIPE_MS = 4000
/** What every other page logs while it goes, as page.js has it. */
const LAST_WORDS = 'iwdi'
const LAST_BYTES = 10

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
  #patienceMs
  #isShared
  #query
  #impossible
  /** @type {Browser | undefined} */
  #browser
  #isFull = false
  #isOffline = false
  #diskMs
  #isPeer
  #excuses = new Excuses()
  /** What was waited for in vain. @type {string[]} */
  #overdue = []

  /**
   * @param {import('./browsers.mjs').BrowserName} browser
   * @param {object} [options]
   * @param {Mutant} [options.mutant]
   * @param {Browser} [options.shared] a browser that others use too; default one of its own
   * @param {Readonly<Record<string, string>>} [options.files] what is served beside the page, by path
   * @param {string} [options.query] that of every page for which a step names no other; default none
   * @param {import('./senders.mjs').SenderName} [options.sender] what sends the records of the pages; default `treeline`
   * @param {number} [options.patienceMs] after which what is waited for is a fault
   */
  constructor(browser, { mutant, shared, files, query = '', sender = 'treeline', patienceMs = PATIENCE_MS } = {}) {
    this.#patienceMs = patienceMs
    this.#isPeer = sender !== 'treeline'
    this.#diskMs = DISK_MS[browser]
    this.#query = query
    this.#start = shared ? async () => shared : BROWSERS[browser]
    this.#isShared = shared !== undefined
    this.#impossible = IMPOSSIBLE[browser]
    this.#front = new Front(sender, mutant, files)
    this.#receiver = new ReceiverProcess(this.#folder, mutant !== 'forgets', sender)
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
      for (const step of plan.flat()) {
        await this.#act(step)
        await this.#look()
      }
      await this.#end()
      return this.#verdict()
    } finally {
      if (!this.#isShared) await this.#browser?.kill()
      this.#front.close()
      await this.#receiver.kill()
      removeProfile(this.#folder)
    }
  }

  #verdict() {
    const log = this.#receiver.records()
    const front = this.#front
    const verdict = judge([...this.#docs.values()], log, front, (doc, index) =>
      // A peer guarantees nothing, and so nothing has to be excused.
      this.#isPeer ? undefined : this.#excuses.of(doc, index, front.refused),
    )
    return { ...verdict, errors: [...this.#overdue, ...verdict.errors], log, front }
  }

  /** @param {import('./plan.mjs').Step} step */
  async #act({ act, tab = 0, letters = '', bytes = 0, weather = '', ms = 0, script = '', query = this.#query }) {
    if (this.#impossible.includes(act)) return
    if (act === 'open') return this.#openTab(query)
    if (act === 'arrived') return this.#until('that all records arrive', () => this.#haveArrived())
    if (act === 'met') return this.#until('that a batch comes', () => this.#front.countOf(this.#front.weather) > 0)
    if (act === 'weather') return this.#front.change(weather)
    if (act === 'rest') return new Promise((resolve) => setTimeout(resolve, ms))
    if (act === 'ripen') return new Promise((resolve) => setTimeout(resolve, this.#diskMs + RIPE_MS))
    if (act === 'kill') return this.#kill()
    if (act === 'stop' || act === 'restart') await this.#receiver.kill()
    if (act === 'start' || act === 'restart') {
      await this.#receiver.start()
      this.#front.receiver = this.#receiver.port
    }
    if (act === 'online' || act === 'offline') return this.#setOffline(act === 'offline')
    const open = this.#open[Math.floor(tab * this.#open.length)]
    if (!open) return
    if (act === 'say') return this.#tell(open, `say('${letters}', ${bytes})`, letters, bytes)
    if (act === 'tell') return this.#tell(open, script, letters)
    if (act === 'until') return this.#until(script, () => open.tab.evaluate(script))
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
    await this.#until('the page', () => tab.evaluate('window.doc'))
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
   * @param {number} [bytes] of each record
   */
  async #tell({ tab, doc }, script, letters = '', bytes = 0) {
    const { logged, memory = false, errors } = await tab.evaluate(`Promise.resolve(${script}).then(state)`)
    // Only now is it known.
    doc.add(letters === '?' ? 'i'.repeat(logged - doc.letters.length) : letters, bytes)
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
    doc.close('in order')
    await tab.evaluate(`(${script}, 0)`)
    doc.add(letters)
    let next = doc.number
    await this.#until('the next page', async () => {
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
    await this.#until('the way back', () => tab.evaluate('window.doc').catch(() => undefined))
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
    doc.add(letters, bytes)
    doc.close('in order')
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
      await this.#endInMemory(other)
      this.#forget(other)
      other.doc.close('crash')
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
    if (this.#isFull) this.#excuses.endUnstored(doc, await stored(open), this.#arrived(), this.#canSend)
    this.#forget(open)
    doc.close('in order')
    if (how === 'reload') {
      await tab.reload()
      return this.#meet(tab)
    }
    if (how === 'leave') await tab.go('about:blank')
    await tab.close()
  }

  /** Whether what a page sends while it goes arrives. */
  get #canSend() {
    return PASSING.includes(this.#front.weather) && !this.#isOffline && this.#receiver.isRunning
  }

  /**
   * A page ends without a word: what its journal has in memory only ends with it.
   *
   * @param {Open} open
   */
  async #endInMemory(open) {
    await this.#tell(open, '0')
    if (open.doc.isMemory) this.#excuses.endUnstored(open.doc, await stored(open), this.#arrived(), false)
  }

  /**
   * The host takes all of the storage: a page then gives up the half of what is stored.
   *
   * @param {Open} open
   */
  async #fill(open) {
    this.#isFull = true
    await this.#look()
    await this.#tell(open, 'fill()')
  }

  /** @param {Open} open */
  async #free(open) {
    if (!this.#isFull) return
    await this.#look()
    await this.#tell(open, 'free()')
    this.#isFull = false
  }

  /** Notes what is stored, where something may have had to make room. */
  async #look() {
    const [open] = this.#open
    const logged = [...this.#docs.values()].reduce((sum, doc) => sum + doc.bytes, 0)
    if (!open || this.#isPeer || !(this.#isFull || logged > MANY_BYTES)) return
    this.#excuses.look(await stored(open), this.#isFull)
  }

  async #kill() {
    for (const open of this.#open) await this.#endInMemory(open)
    for (const { doc } of this.#open) doc.close('kill')
    this.#excuses.kill([...this.#docs.values()], this.#arrived(), this.#diskMs)
    this.#excuses.lookAway()
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
    await (this.#isPeer ? this.#quiet() : this.#drain(tab))
    for (const [number, mark] of Object.entries(await tab.evaluate('marks()'))) this.#note(Number(number), mark)
    await tab.close()
  }

  /**
   * Waits until nothing is stored any more, and nothing under way.
   *
   * @param {Open['tab']} tab
   */
  #drain(tab) {
    return this.#until('that nothing is stored any more', async () => {
      const { segments, queued, inFlight } = await tab.evaluate('state()')
      return segments + queued + inFlight === 0
    })
  }

  /** Waits until no record has arrived for some time. */
  async #quiet() {
    for (let before = -1, count = 0; before !== count; count = this.#receiver.records().length) {
      before = count
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    }
  }

  /**
   * Waits. What does not come is a fault of the life.
   *
   * @param {string} what
   * @param {() => unknown} isSo
   */
  async #until(what, isSo) {
    const end = performance.now() + this.#patienceMs
    while (performance.now() < end) {
      if (await isSo()) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    this.#overdue.push(`waited ${this.#patienceMs / 1000} s in vain for this: ${what}`)
  }

  /** Returns the ids of the records in the server's log. */
  #arrived() {
    return new Set(this.#receiver.records().map(({ id }) => id))
  }

  #haveArrived() {
    const arrived = this.#arrived()
    return [...this.#docs.values()].every((doc) => doc.accepted().every((index) => arrived.has(doc.id(index))))
  }

  /**
   * Notes what a document has logged while it went, or that it had no time to.
   *
   * @param {number} number
   * @param {number[]} mark how many, 0 where its browser ended it without `pagehide`, and the numbers of the calls that were ended in their middle
   */
  #note(number, [count = 0, ...unreturned]) {
    const doc = this.#docs.get(number)
    if (!doc || doc.end === 'crash' || doc.end === 'kill') return
    if (count === 0) doc.end = 'unheard'
    if (count > doc.letters.length) doc.add(LAST_WORDS.slice(0, count - doc.letters.length), LAST_BYTES)
    for (const each of unreturned) doc.unreturned.add(each)
  }
}

/**
 * Returns what is stored, by all pages.
 *
 * @param {Open} open
 * @returns {Promise<import('./excuses.mjs').Stored>}
 */
async function stored({ tab }) {
  const { ids, bytes } = await tab.evaluate('stored()')
  return { ids: new Set(ids), bytes }
}
