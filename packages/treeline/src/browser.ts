// Python's module `logging` in pages, workers and bare engines: the tree, with the console under it.
import { registerPlatform } from '@treeline/core'
import { registerAll } from '@treeline/core/full'
import { browserPlatform } from './browserPlatform.js'

// What happens on import. A second copy of the package finds the first one's platform and leaves it.
registerAll()
registerPlatform(browserPlatform)

export * from './logging.js'
export { FileHandler } from './fileHandler.browser.js'
