// All of core, with everything that bare.ts leaves to be registered.
export * from './bare.js'
export { basicConfig } from './basicConfig.js'
export { Formatter } from './formatter.js'
import { registerCaller, registerConversions, registerStreams, registerStrftime } from './registration.js'

registerCaller()
registerConversions()
registerStreams()
registerStrftime()
