// The part of `treeline/context` for runtimes with `AsyncLocalStorage`. This entry loads nothing else of Node's, so that Workers can
// use it too.
export { registerAsyncContext } from './context/asyncContext.js'
