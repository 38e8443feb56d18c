import { Chromium } from './browsers/chromium.mjs'

/** @typedef {(profile: string) => Promise<Chromium>} Start */

/** How each browser is started with a profile. @satisfies {Record<string, Start>} */
export const BROWSERS = { chromium: Chromium.start }

/** @typedef {keyof typeof BROWSERS} BrowserName */
