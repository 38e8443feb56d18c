export { type KeyValueStorage } from './keyValueStorage.js'
export {
  LocalStorageHandler,
  type LocalStorageHandlerOptions,
  type LocalStorageStats,
  type ReadOptions,
} from './localStorageHandler.js'
