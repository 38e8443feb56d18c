// Python's module `logging` in pages, workers and bare engines: the tree, with the console under it.
import { registerPlatform } from '@treeline/core'
import { browserPlatform } from './browserPlatform.js'

// The one thing that happens on import. A second copy of the package finds the first one's platform and leaves it.
registerPlatform(browserPlatform)

export * from './logging.js'
export { basicConfig, Formatter } from '@treeline/core'
export { FileHandler } from './fileHandler.browser.js'
