// Tools for tests of handlers and of applications.
export { assertNeverLogged } from './assertNeverLogged.js'
export { captureStderr, StringStream } from './captureStderr.js'
export { type ContractCase, handlerContract, type HandlerUnderTest } from './handlerContract.js'
export { HOSTILE } from './hostile.js'
export { ListHandler } from './listHandler.js'
export { realmState, resetLogging } from './realmState.js'
