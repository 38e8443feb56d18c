export { type KeyValueStorage } from './keyValueStorage.js'
export { LocalStorageHandler, type ReadOptions } from './localStorageHandler.js'
export { type LocalStorageHandlerOptions } from './options.js'
export { type LocalStorageStats } from './stats.js'
