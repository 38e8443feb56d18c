// Fields for all records of a request: what is the same on every platform.
export {
  context,
  type Context,
  type ContextFields,
  ContextFilter,
  type GivenFields,
  makeTraceparent,
  parseTraceparent,
  startTrace,
  type Trace,
} from '@treeline/core/context'
