import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endGroup } from '../../tools/browserProcess.mjs'
import { firefoxPath, PREFERENCES } from '../../tools/firefox.mjs'
import { evaluated, evaluationOf } from './evaluation.mjs'
import { Marionette } from './marionette.mjs'

const DRIVEN = `${PREFERENCES}
user_pref('marionette.port', 0);
user_pref('network.disable-localhost-when-offline', true);
user_pref('browser.tabs.remote.autostart', true);
user_pref('dom.disable_open_during_load', false);
user_pref('browser.tabs.unloadOnLowMemory', false);
user_pref('browser.sessionstore.resume_from_crash', false);
user_pref('toolkit.startup.max_resumed_crashes', -1);
user_pref('dom.ipc.processCount.webIsolated', 32);
user_pref('dom.ipc.processPrelaunch.enabled', false);
`
const PID_OF_SELECTED = `
  const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser')
  return gBrowser.selectedBrowser.frameLoader.remoteTab.osPid`

/** A Firefox with a profile that outlives it. */
export class Firefox {
  #child
  #exited
  /** @type {Marionette | undefined} */
  #driver
  /** A tab that stays: commands need one, whatever they are about. */
  #keeper = ''
  /** Each command belongs to a tab, and the driver looks at one at a time. @type {Promise<unknown>} */
  #queue = Promise.resolve()

  /** @param {string} profile */
  constructor(profile) {
    writeFileSync(join(profile, 'user.js'), DRIVEN)
    const args = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile]
    const env = { ...process.env, HOME: profile, TMPDIR: profile, MOZ_CRASHREPORTER_DISABLE: '1' }
    this.#child = spawn(firefoxPath(), [...args, 'about:blank'], { env, stdio: 'ignore', detached: true })
    this.#exited = new Promise((resolve) => this.#child.on('close', resolve))
  }

  /** @param {string} profile */
  static async start(profile) {
    const file = join(profile, 'MarionetteActivePort')
    rmSync(file, { force: true })
    const browser = new Firefox(profile)
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') {
      if (browser.#child.exitCode !== null) throw new Error('Firefox ended before it could be driven')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    browser.#driver = await Marionette.connect(Number(readFileSync(file, 'utf8')))
    await browser.#driver.send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } })
    browser.#keeper = await browser.#driver.send('WebDriver:GetWindowHandle')
    return browser
  }

  /**
   * Does something with the driver, when all that was asked for before is done.
   *
   * @template Result
   * @param {(driver: Marionette) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  use(work) {
    const done = this.#queue.then(() => work(/** @type {Marionette} */ (this.#driver)))
    this.#queue = done.catch(() => {})
    return done
  }

  /**
   * @param {string} script
   * @returns {Promise<any>}
   */
  chrome(script) {
    return this.use(async (driver) => {
      await this.#switch(driver)
      await driver.send('Marionette:SetContext', { value: 'chrome' })
      try {
        return await driver.send('WebDriver:ExecuteScript', { script, args: [] })
      } finally {
        await driver.send('Marionette:SetContext', { value: 'content' })
      }
    })
  }

  /** @param {Marionette} driver */
  async #switch(driver) {
    await driver.send('WebDriver:SwitchToWindow', { handle: this.#keeper, focus: false })
  }

  /** @param {string} url */
  async open(url) {
    const { handle } = await this.use(async (driver) => {
      await this.#switch(driver)
      return driver.send('WebDriver:NewWindow', { type: 'tab', focus: false })
    })
    const tab = new Tab(this, handle)
    await tab.go(url)
    return tab
  }

  /** The whole browser is offline, or not. @param {boolean} isOffline */
  async setOffline(isOffline) {
    await this.chrome(`Services.io.offline = ${isOffline}`)
  }

  /** Kills it with all of its processes. */
  async kill() {
    endGroup(this.#child.pid)
    await this.#exited
  }
}

class Tab {
  #browser
  #handle

  /**
   * @param {Firefox} browser
   * @param {string} handle
   */
  constructor(browser, handle) {
    this.#browser = browser
    this.#handle = handle
  }

  /**
   * @param {string} command
   * @param {object} [params]
   * @param {boolean} [focus]
   */
  #send(command, params, focus = false) {
    return this.#browser.use(async (driver) => {
      await driver.send('WebDriver:SwitchToWindow', { handle: this.#handle, focus })
      return driver.send(command, params)
    })
  }

  /** @param {string} url */
  async go(url) {
    await this.#send('WebDriver:Navigate', { url })
  }

  async reload() {
    await this.#send('WebDriver:Refresh')
  }

  /**
   * @param {string} expression
   * @returns {Promise<any>}
   */
  async evaluate(expression) {
    const params = { script: evaluationOf(expression), args: [], scriptTimeout: 300_000, sandbox: null }
    return evaluated(await this.#send('WebDriver:ExecuteAsyncScript', params))
  }

  /** Brings it in front of all others, which are hidden by that. */
  async show() {
    await this.#send('WebDriver:GetWindowHandle', {}, true)
  }

  async close() {
    await this.#send('WebDriver:CloseWindow')
  }

  /** The process that has the page; others may have it too. */
  async process() {
    await this.show()
    return this.#browser.chrome(PID_OF_SELECTED)
  }

  /** Kills the process that has the page. */
  async crash() {
    process.kill(await this.process(), 'SIGKILL')
    await this.close().catch(() => {})
  }
}
