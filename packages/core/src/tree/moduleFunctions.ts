import { basicConfig } from './basicConfig.js'
import { CRITICAL, DEBUG, ERROR, INFO, type Level, WARNING } from '../records/levels.js'
import type { Argument } from '../records/keywords.js'
import type { Arguments, Message } from '../records/message.js'
import { levelOfCall, passes } from './gate.js'
import type { Logger } from './logger.js'
import { manager } from './manager.js'
import { submit, submitException } from './submit.js'

/** The root logger: the same one that `getLogger()` returns. */
export const root: Logger = /* @__PURE__ */ theRoot()

function theRoot(): Logger {
  return manager().root
}

/** Returns the root logger; `basicConfig` gives it a handler first if it has none. */
function configured(): Logger {
  const { root } = manager()
  if (root.handlers.length === 0) basicConfig()
  return root
}

/** Logs at DEBUG on the root logger. Like all of these functions, it calls `basicConfig()` first if the root has no handler. */
export function debug<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= DEBUG) submit(root, DEBUG, debug, msg, ...args)
}

/** Logs at INFO on the root logger. */
export function info<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= INFO) submit(root, INFO, info, msg, ...args)
}

/** Logs at WARNING on the root logger. */
export function warning<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= WARNING) submit(root, WARNING, warning, msg, ...args)
}

/** Logs at WARNING on the root logger. */
export function warn<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= WARNING) submit(root, WARNING, warn, msg, ...args)
}

/** Logs at ERROR on the root logger. */
export function error<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= ERROR) submit(root, ERROR, error, msg, ...args)
}

/** Logs at ERROR on the root logger with an error's text: the one in `exc_info`, else an Error behind the arguments. */
export function exception<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= ERROR) submitException(root, ERROR, exception, msg, ...args)
}

/** Logs at CRITICAL on the root logger. */
export function critical<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= CRITICAL) submit(root, CRITICAL, critical, msg, ...args)
}

/** Logs at CRITICAL on the root logger. */
export function fatal<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  if (root.gate <= CRITICAL) submit(root, CRITICAL, fatal, msg, ...args)
}

/** Logs at the level given on the root logger: a number or a level's name. An unknown level is reported. */
export function log<const M, A extends Argument[]>(level: Level, msg: Message<M, A>, ...args: Arguments<A>): void {
  const root = configured()
  const levelno = levelOfCall(level, log, configured)
  if (levelno !== undefined && passes(root, levelno)) submit(root, levelno, log, msg, ...args)
}
