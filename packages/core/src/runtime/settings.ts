import { registry, type Settings } from '../realm/registry.js'

/** The realm's settings: what Python assigns on the module, as `logging.raiseExceptions = False`. */
export const settings: Settings = registry.settings
