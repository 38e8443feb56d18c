// `treeline` for pages that count bytes: the same tree and names; parts that few pages use only when they are registered.
import { registerPlatform } from '@treeline/core'
import { browserPlatform } from './browserPlatform.js'

registerPlatform(browserPlatform)

export * from './logging.js'
export * from './registration.js'
export { FileHandler } from './fileHandler.browser.js'
