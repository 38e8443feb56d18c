export { type LiveLevel, type LiveLevels, liveLevels } from './liveLevels.js'
export { type LiveLevelsOptions } from './liveLevelsOptions.js'
