export {
  ContextFields,
} from '@treeline/core'

export {
  Context,
  ContextFilter,
  GivenFields,
  Trace,
  context,
  makeTraceparent,
  parseTraceparent,
  startTrace,
} from '@treeline/core/context'
