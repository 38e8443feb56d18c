export { type KeyValueStorage } from './keyValueStorage.js'
export { LocalStorageHandler, type LocalStorageStats, type ReadOptions } from './localStorageHandler.js'
export { type LocalStorageHandlerOptions } from './options.js'
