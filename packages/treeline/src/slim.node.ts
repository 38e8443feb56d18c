// The same on Node, so that code which imports `treeline/slim` runs there too.
export * from './node.js'
export * from './registration.js'
