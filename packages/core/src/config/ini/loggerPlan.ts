import type { ConfigParser } from './configParser.js'
import { ConfigSection, type Named } from './configSection.js'
import { handleExistingLoggers } from '../existingLoggers.js'
import type { Handler } from '../../handlers/handler.js'
import type { IniProblems } from './iniProblems.js'
import { getLogger, manager } from '../../tree/manager.js'
import { keepingTree } from '../snapshot.js'

const MAX_NAME = 1000

/** The plan for one logger. */
export interface LoggerPlan {
  /** The name; null for the root. */
  readonly name: string | null
  /** The level; undefined leaves it unchanged. */
  readonly level: number | undefined
  readonly propagate: boolean | undefined
  readonly handlers: readonly Handler[]
}

/** Reads the sections of the loggers, the root's first. */
export function readLoggers(parser: ConfigParser, handlers: Named<Handler>, problems: IniProblems): LoggerPlan[] {
  const names = problems.attempt(() => loggerNames(parser)) ?? []
  const plans = names.map((name) => problems.attempt(() => readLogger(parser, name, handlers, problems)))
  return plans.filter((plan) => plan !== undefined)
}

/**
 * Returns the loggers' names in the file, null for the root.
 *
 * @throws RangeError (Python's ValueError) for a list without the root
 */
function loggerNames(parser: ConfigParser): (string | null)[] {
  const section = new ConfigSection(parser, 'loggers')
  const names = section.names('keys')
  const root = names.indexOf('root')
  if (root < 0) {
    throw section.refusal(new RangeError('list.remove(x): x not in list'), 'keys', "'root' must be among them")
  }
  names.splice(root, 1)
  return [null, ...names]
}

function readLogger(
  parser: ConfigParser,
  key: string | null,
  handlers: Named<Handler>,
  problems: IniProblems,
): LoggerPlan {
  const section = ConfigSection.named(parser, 'logger', key ?? 'root')
  const name = key === null ? null : problems.attempt(() => qualname(section))
  const propagate = key === null ? undefined : problems.attempt(() => section.integer('propagate', 1) !== 0)
  const level = problems.attempt(() => section.level())
  return { name: name ?? null, propagate, level, handlers: handlersOf(section, handlers, problems) }
}

function qualname(section: ConfigSection): string {
  const name = section.required('qualname')
  // Each dot is a place in the tree, with the name up to it: their cost is the square of the length.
  if (name.length > MAX_NAME)
    throw section.refusal(new RangeError('the name is too long'), 'qualname', `${MAX_NAME} characters`)
  return name
}

function handlersOf(section: ConfigSection, handlers: Named<Handler>, problems: IniProblems): Handler[] {
  const names = problems.attempt(() => section.names('handlers')) ?? []
  const found = names.map((name) => problems.attempt(() => section.named('handlers', name, handlers, 'handlers')))
  return found.filter((handler) => handler !== undefined)
}

/**
 * Sets the loggers' levels, and replaces their handlers.
 *
 * @param disable_existing whether to disable loggers that exist and are not planned
 */
export function installLoggers(plans: readonly LoggerPlan[], disable_existing: boolean): void {
  keepingTree(() => {
    const existing = new Set(manager().loggerDict.keys())
    for (const plan of plans) install(plan)
    handleExistingLoggers(existing, new Set(plans.map(({ name }) => name ?? '')), disable_existing)
  })
}

function install(plan: LoggerPlan): void {
  const logger = getLogger(plan.name)
  if (plan.level !== undefined) logger.setLevel(plan.level)
  if (plan.propagate !== undefined) {
    logger.propagate = plan.propagate
    logger.disabled = false
  }
  for (const handler of [...logger.handlers]) logger.removeHandler(handler)
  for (const handler of plan.handlers) logger.addHandler(handler)
}
