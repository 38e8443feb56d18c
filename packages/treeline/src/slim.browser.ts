// `treeline` for pages that count bytes: the same tree and platform, and the style `%` alone until `registerStyle` says more.
export * from './browser.js'
export {
  percentBasicConfig as basicConfig,
  PercentFormatter as Formatter,
  registerStyle,
  type StyleClass,
} from '@treeline/core'
