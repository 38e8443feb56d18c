// Fields for all records of a request.
export { context, type Context, type GivenFields, registerContextStorage } from './context.js'
export { type ContextFields, type ContextStorage, type Scope } from './contextStorage.js'
export { ContextFilter } from './contextFilter.js'
export { type Trace } from './span.js'
export { makeTraceparent, parseTraceparent, startTrace } from './traceparent.js'
