// For tests of applications.
export { captureLogs, type CaptureOptions } from './captures/captureLogs.js'
export { type LogCapture } from './captures/logCapture.js'
export { assertLogs, assertNoLogs } from './assertions/assertLogs.js'
export { AssertionError } from './assertions/assertionError.js'
export { type LogMatchers, logMatchers } from './matchers/toHaveLogged.js'

// For tests of handlers. It is in core, whose own tests and those of the packages beside this one use it.
export {
  captureStderr,
  type ContractCase,
  handlerContract,
  type HandlerUnderTest,
  HOSTILE,
  ListHandler,
  resetLogging,
  StringStream,
} from '@treeline/core/testing'
