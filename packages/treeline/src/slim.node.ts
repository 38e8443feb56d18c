// The same on Node, so that code which imports `treeline/slim` runs there too. Its files bring everything but the styles.
export * from './node.js'
export * from './registration.js'
export { basicConfig, Formatter } from '@treeline/core/bare'
