import { Chromium } from './browsers/chromium.mjs'
import { Firefox } from './browsers/firefox.mjs'
import { WebKit } from './browsers/webkit.mjs'

/** @typedef {(profile: string) => Promise<Chromium | Firefox | WebKit>} Start */

/** How each browser is started with a profile. @satisfies {Record<string, Start>} */
export const BROWSERS = { chromium: Chromium.start, firefox: Firefox.start, webkit: WebKit.start }

/** @typedef {keyof typeof BROWSERS} BrowserName */

/** What cannot be done to each browser, of a plan's steps. @type {Record<BrowserName, readonly string[]>} */
export const IMPOSSIBLE = { chromium: [], firefox: [], webkit: ['crash', 'kill', 'ripen', 'offline'] }

/** How long each browser takes at most to bring a storage to the disk, ms. @type {Record<BrowserName, number>} */
export const DISK_MS = { chromium: 65_000, firefox: 10_000, webkit: Infinity }
