// The same on Node, so that code which imports `treeline/slim` runs there too.
export * from './node.js'
export {
  percentBasicConfig as basicConfig,
  PercentFormatter as Formatter,
  registerStyle,
  type StyleClass,
} from '@treeline/core'
