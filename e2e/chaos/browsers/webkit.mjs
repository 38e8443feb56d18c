import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { installed } from '../../tools/installed.mjs'
import { freePort } from '../../tools/port.mjs'
import { webkitEnvironment, webkitPath } from '../../tools/webkit.mjs'
import { openScreen } from '../../tools/xvfb.mjs'
import { evaluated, evaluationOf } from './evaluation.mjs'

/**
 * A WebKit that is driven. Its storage lives as long as the browser, and the driver gives it up when a page crashes: neither a crash
 * nor a kill leaves anything to compare.
 */
export class WebKit {
  #child
  #exited
  #screen
  #port
  /** The path of the session. */
  #session = ''
  /** A tab that stays: commands need one, whatever they are about. */
  #keeper = ''
  /** Each command belongs to a tab, and the driver looks at one at a time. @type {Promise<unknown>} */
  #queue = Promise.resolve()

  /**
   * @param {string} home
   * @param {Awaited<ReturnType<typeof openScreen>>} screen
   * @param {number} port
   */
  constructor(home, screen, port) {
    mkdirSync(home)
    this.#screen = screen
    this.#port = port
    const env = { ...process.env, ...webkitEnvironment(home, screen.display) }
    const program = installed(['WebKitWebDriver'], ['webkit2gtk-driver'])
    this.#child = spawn(program, [`--port=${port}`], { env, stdio: 'ignore', detached: true })
    this.#exited = new Promise((resolve) => this.#child.on('close', resolve))
  }

  /** @param {string} profile */
  static async start(profile) {
    const browser = new WebKit(join(profile, 'home'), await openScreen(), await freePort())
    while (!(await browser.#isReady())) await new Promise((resolve) => setTimeout(resolve, 20))
    const options = { binary: webkitPath(), args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options, timeouts: { script: 300_000 } } }
    const { sessionId } = await browser.#send('POST', '/session', { capabilities })
    browser.#session = `/session/${sessionId}`
    browser.#keeper = await browser.#send('GET', `${browser.#session}/window`)
    return browser
  }

  async #isReady() {
    if (this.#child.exitCode !== null) throw new Error('WebKitWebDriver ended before it could be asked')
    return this.#send('GET', '/status').then(
      () => true,
      () => false,
    )
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async #send(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, {
      method,
      body: body && JSON.stringify(body),
    })
    const { value } = /** @type {{ value: any }} */ (await response.json())
    if (value?.error) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }

  /**
   * Gives a command to a tab, when all that was asked for before is done.
   *
   * @param {string} handle
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  command(handle, method, path, body) {
    const done = this.#queue.then(async () => {
      await this.#send('POST', `${this.#session}/window`, { handle })
      return this.#send(method, this.#session + path, body)
    })
    this.#queue = done.catch(() => {})
    return done
  }

  /** @param {string} url */
  async open(url) {
    const { handle } = await this.command(this.#keeper, 'POST', '/window/new', { type: 'tab' })
    const tab = new Tab(this, handle)
    await tab.go(url)
    return tab
  }

  /** Nothing takes its network away: the weather has to do. */
  async setOffline() {}

  /** Ends it with all of its processes. */
  async kill() {
    // The driver starts the browser in a group of its own, and ends it when asked.
    if (this.#session) await this.#send('DELETE', this.#session).catch(() => {})
    this.#child.kill('SIGKILL')
    await this.#exited
    await this.#screen.close()
  }
}

class Tab {
  #browser
  #handle

  /**
   * @param {WebKit} browser
   * @param {string} handle
   */
  constructor(browser, handle) {
    this.#browser = browser
    this.#handle = handle
  }

  /** @param {string} url */
  async go(url) {
    await this.#browser.command(this.#handle, 'POST', '/url', { url })
  }

  async reload() {
    await this.#browser.command(this.#handle, 'POST', '/refresh', {})
  }

  /**
   * @param {string} expression
   * @returns {Promise<any>}
   */
  async evaluate(expression) {
    const body = { script: evaluationOf(expression), args: [] }
    return evaluated(await this.#browser.command(this.#handle, 'POST', '/execute/async', body))
  }

  /** The tab that is switched to is in front of all others, which are hidden by that. */
  async show() {
    await this.#browser.command(this.#handle, 'GET', '/title')
  }

  async close() {
    await this.#browser.command(this.#handle, 'DELETE', '/window')
  }

  /** @returns {Promise<never>} */
  async process() {
    throw new Error('a crash ends the session of WebKit’s driver')
  }

  /** @returns {Promise<never>} */
  crash() {
    return this.process()
  }
}
