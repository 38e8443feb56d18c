import { withAllStyles } from './allStyles.js'
import { Formatter as PercentFormatter } from './formatting/formatter.js'

export { BufferingFormatter, type Converter, type FormatterOptions } from './formatting/formatter.js'

// Not `Formatter` here too: a bundler would rename the class, and its name is to be seen in reports.
const AllStyles: typeof PercentFormatter = /* @__PURE__ */ withAllStyles(PercentFormatter)
type AllStyles = PercentFormatter

/** The class, with all three styles known. Handlers make theirs of the same class, and ask for no style. */
export { AllStyles as Formatter }
