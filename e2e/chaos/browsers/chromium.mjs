import { spawn } from 'node:child_process'
import { endGroup } from '../../tools/browserProcess.mjs'
import { chromiumPath } from '../../tools/chromium.mjs'
import { Pipe } from './pipe.mjs'

const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--remote-debugging-pipe',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-popup-blocking',
]

/** A Chromium with a profile that outlives it. */
export class Chromium {
  #child
  #pipe
  #exited

  /** @param {string} profile */
  constructor(profile) {
    const args = [...ARGS, `--user-data-dir=${profile}`, 'about:blank']
    this.#child = spawn(chromiumPath(), args, {
      // What a killed browser leaves behind goes with its profile.
      env: { ...process.env, HOME: profile, TMPDIR: profile },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
    })
    this.#exited = new Promise((resolve) => this.#child.on('close', resolve))
    const [, , , out, into] = this.#child.stdio
    this.#pipe = new Pipe(
      /** @type {import('node:stream').Writable} */ (out),
      /** @type {import('node:stream').Readable} */ (into),
    )
  }

  /** @param {string} profile */
  static async start(profile) {
    const browser = new Chromium(profile)
    await browser.#pipe.send('Browser.getVersion')
    return browser
  }

  /** @param {string} url */
  async open(url) {
    const { targetId } = await this.#pipe.send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await this.#pipe.send('Target.attachToTarget', { targetId, flatten: true })
    await this.#pipe.send('Page.enable', {}, sessionId)
    await this.#pipe.send('Inspector.enable', {}, sessionId)
    const tab = new Tab(this.#pipe, targetId, sessionId)
    await tab.go(url)
    return tab
  }

  /**
   * @param {boolean} isOffline
   * @param {any[]} tabs all of the pages'
   */
  async setOffline(isOffline, tabs) {
    for (const tab of tabs) await tab.setOffline(isOffline)
  }

  /** Kills it with all of its processes. */
  async kill() {
    endGroup(this.#child.pid)
    await this.#exited
  }
}

class Tab {
  #pipe
  #target
  #session

  /**
   * @param {Pipe} pipe
   * @param {string} target
   * @param {string} session
   */
  constructor(pipe, target, session) {
    this.#pipe = pipe
    this.#target = target
    this.#session = session
  }

  /**
   * @param {string} method
   * @param {object} [params]
   */
  #send(method, params) {
    return this.#pipe.send(method, params, this.#session)
  }

  #loaded() {
    return this.#pipe.event(({ method, sessionId }) => method === 'Page.loadEventFired' && sessionId === this.#session)
  }

  /** @param {string} url */
  async go(url) {
    const loaded = this.#loaded()
    await this.#send('Page.navigate', { url })
    await loaded
  }

  async reload() {
    const loaded = this.#loaded()
    await this.#send('Page.reload')
    await loaded
  }

  /**
   * @param {string} expression
   * @returns {Promise<any>}
   */
  async evaluate(expression) {
    const params = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', params)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** @param {boolean} isOffline */
  async setOffline(isOffline) {
    await this.#send('Network.enable')
    const conditions = { offline: isOffline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
    await this.#send('Network.emulateNetworkConditions', conditions)
  }

  /** Brings it in front of all others, which are hidden by that. */
  async show() {
    await this.#pipe.send('Target.activateTarget', { targetId: this.#target })
  }

  #destroyed() {
    return this.#pipe.event(
      ({ method, params }) => method === 'Target.detachedFromTarget' && params?.sessionId === this.#session,
    )
  }

  async close() {
    const destroyed = this.#destroyed()
    await this.#send('Page.close').catch(() => {})
    await destroyed
  }

  /** The process that has the page: Chromium shares none between tabs, up to some dozens. */
  async process() {
    return this.#target
  }

  async crash() {
    const crashed = this.#pipe.event(
      ({ method, sessionId }) => method === 'Inspector.targetCrashed' && sessionId === this.#session,
    )
    this.#send('Page.crash').catch(() => {})
    await crashed
    const destroyed = this.#destroyed()
    await this.#pipe.send('Target.closeTarget', { targetId: this.#target })
    await destroyed
  }
}
