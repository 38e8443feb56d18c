export { Journal } from './journal.js'
export { type KeyValueStorage } from './keyValueStorage.js'
export { LocalStorageHandler, type ReadOptions } from './localStorageHandler.js'
export { type Locks } from './locks.js'
export {
  type JournalOptions,
  type LocalStorageHandlerOptions,
  type PageEvents,
  type StorageOptions,
} from './options.js'
export { type JournalStats, type LocalStorageStats } from './stats.js'
