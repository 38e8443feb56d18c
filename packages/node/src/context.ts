// What `treeline/context` needs where there is `AsyncLocalStorage`. An entry of its own: it loads nothing else of Node's, so that
// Workers can have it too.
export { registerAsyncContext } from './context/asyncContext.js'
