export {
  Context,
  ContextFields,
  ContextFilter,
  GivenFields,
  Trace,
  context,
  makeTraceparent,
  parseTraceparent,
  startTrace,
} from '@treeline/core/context'
