import { withAllStyles } from './allStyles.js'
import { basicConfig as percentBasicConfig } from './tree/basicConfig.js'

export { type BasicConfigOptions } from './tree/basicConfig.js'

const allStyles: typeof percentBasicConfig = /* @__PURE__ */ withAllStyles(percentBasicConfig)

/** The function, with all three styles known. */
export { allStyles as basicConfig }
