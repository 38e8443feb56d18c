import { isWithin } from '../records/filter.js'
import { checkLevel, type KnownLevel, type Level, levelName } from '../records/levels.js'
import { ofType } from '../runtime/checks.js'
import type { Stream } from '../runtime/runtime.js'
import { settings } from '../runtime/settings.js'
import { levelAtRunTime, type Logger } from './logger.js'
import { isPlaceHolder, manager } from './manager.js'
import { filtersOf, handlersOf, onOneLine, print, quoted, type TreeFilter, type TreeHandler } from './printTree.js'

/** The fate of a record at one place. A filter that does not go by name decides by the record, which may be dropped. */
export type Verdict = 'passes' | 'may be dropped' | 'is dropped'

/** One place that a record reaches. */
export interface ExplainedStep {
  /** The logger of the place. */
  readonly logger: string
  /** The handler; null for the logger itself. */
  readonly handler: TreeHandler | null
  readonly verdict: Verdict
  /** The reason in words; '' for none. */
  readonly reason: string
}

/** The reasons why a record is written, or is not. */
export interface Explanation {
  /** The logger's name; `'root'` for the root. */
  readonly name: string
  readonly levelno: number
  readonly levelname: string
  /** What happens to the record in the end: it passes if some handler writes it. */
  readonly verdict: Verdict
  /** The places that the record reaches, in order, up to one that drops it for all. */
  readonly steps: readonly ExplainedStep[]
  /** The last logger whose handlers get it, or the logger that does not make it. */
  readonly endsAt: string
}

/**
 * Explains what happens to a record of a logger at a level: the level in effect and its owner, `disable()`, disabled loggers,
 * filters, each handler with its level, and where propagation ends. Logs nothing and runs no filter.
 *
 * @param name the logger's name, also of a logger that does not exist yet; `''` or `'root'` for the root
 * @param level a number or a level's name; default DEBUG
 * @throws TypeError for a name that is no string; TypeError, RangeError for an unknown level
 */
export function explain<const L extends Level>(name: string, level?: KnownLevel<L>): Explanation {
  const levelno = checkLevel(level ?? 'DEBUG')
  const given = ofType('name', name, 'string') || 'root'
  const logger = nearest(given)
  const first = gateStep(given, logger, levelno)
  const steps = [first]
  let endsAt = given
  if (first.verdict !== 'is dropped') {
    for (let at: Logger | null = logger; at !== null; at = at.propagate ? at.parent : null) {
      endsAt = at.name
      for (const handler of handlersOf(at)) steps.push(handlerStep(given, at, handler, levelno))
    }
    if (steps.length === 1) steps.push(lastResortStep(levelno))
  }
  const names = { name: given, levelno, levelname: levelName(levelno) }
  return { ...names, verdict: summary(steps), steps, endsAt }
}

/** Returns the logger of that name, or the one that would be its parent. */
function nearest(name: string): Logger {
  const { root, loggerDict } = manager()
  for (let at = name === 'root' ? '' : name; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
    const found = loggerDict.get(at)
    if (found !== undefined && !isPlaceHolder(found)) return found
  }
  return root
}

function summary([first, ...handlers]: readonly ExplainedStep[]): Verdict {
  const verdicts = handlers.map(({ verdict }) => verdict)
  if (verdicts.every((verdict) => verdict === 'is dropped')) return 'is dropped'
  return verdicts.includes('passes') ? first!.verdict : 'may be dropped'
}

/** Returns whether a logger makes the record, and what its filters do. */
function gateStep(name: string, logger: Logger, levelno: number): ExplainedStep {
  const step = (verdict: Verdict, reason: string): ExplainedStep => ({ logger: name, handler: null, verdict, reason })
  const { disable } = logger.manager
  const isMade = logger.name === name
  if (isMade && logger.disabled) return step('is dropped', 'the logger is disabled')
  if (disable >= levelno) return step('is dropped', `disable(${levelName(disable)}) is in force`)
  const owner = levelOwner(logger)
  const isConditional = hasConditional(owner)
  const whose = owner.name === name ? 'its own' : `that of ${quoted(owner.name)}`
  const effective = logger.getEffectiveLevel()
  const inEffect = `its level is ${levelName(effective)}, ${whose}`
  const condition = isConditional ? ', by overrideLevel() in some contexts another' : ''
  if (levelno < effective && !isConditional) return step('is dropped', inEffect)
  if (isMade && !logger.isEnabledFor(levelno))
    return step(
      isConditional ? 'may be dropped' : 'is dropped',
      isConditional ? inEffect + condition : 'its isEnabledFor() says no',
    )
  const judged = judge(isMade ? filtersOf(logger) : [], name)
  const texts = [inEffect + condition, judged.reason].filter(Boolean)
  return step(judged.verdict, texts.join('; '))
}

/** Returns the logger whose level is in effect, or would be in some contexts. */
function levelOwner(logger: Logger): Logger {
  let at = logger
  while (at.parent !== null && !hasConditional(at) && !(levelAtRunTime(at.manager, at.name) ?? at.level)) at = at.parent
  return at
}

function hasConditional({ manager, name }: Logger): boolean {
  return manager.temporary?.get(name)?.isConditional === true
}

function handlerStep(name: string, { name: owner }: Logger, handler: TreeHandler, levelno: number): ExplainedStep {
  const step = (verdict: Verdict, reason: string): ExplainedStep => ({ logger: owner, handler, verdict, reason })
  if (levelno < handler.levelno) return step('is dropped', `its level is ${handler.levelname}`)
  const { verdict, reason } = judge(handler.filters, name)
  return step(verdict, reason)
}

function lastResortStep(levelno: number): ExplainedStep {
  const isNone = settings.lastResort === null
  const verdict = !isNone && levelno >= (settings.lastResort?.level ?? 30) ? 'passes' : 'is dropped'
  const reason = isNone ? 'there is no handler' : 'there is no handler; the one of last resort writes from WARNING on'
  return { logger: 'root', handler: null, verdict, reason }
}

/** The filters that let every record through. */
const PASSING = /^(ContextFilter|Redactor)$/

/** Returns what filters do with records of a name. */
function judge(filters: readonly TreeFilter[], name: string): { verdict: Verdict; reason: string } {
  const open = filters.filter(({ class: klass }) => klass !== 'Filter' && !PASSING.test(klass))
  const shut = filters.find((filter) => filter.class === 'Filter' && !isWithin(name, filter.name))
  if (shut !== undefined) return { verdict: 'is dropped', reason: `its Filter lets only ${quoted(shut.name)} through` }
  const names = open.map((filter) => filter.class + (filter.name && ` ${quoted(filter.name)}`)).map(onOneLine)
  if (names.length > 0) return { verdict: 'may be dropped', reason: `it asks ${names.join(', ')}` }
  return { verdict: 'passes', reason: '' }
}

/**
 * Prints what happens to a record:
 *
 * ```text
 * DEBUG of "app.db" is dropped
 *   "app.db" passes it: its level is DEBUG, that of "app"
 *   <StreamHandler stderr (INFO)> of "root" drops it: its level is INFO
 *   It goes no further than "root"
 * ```
 *
 * @param name the logger's name
 * @param level a number or a level's name; default DEBUG
 * @param stream the stream that gets the text; default `console.log`
 * @throws TypeError for a name that is no string; TypeError, RangeError for an unknown level
 */
export function printExplain<const L extends Level>(
  name: string,
  level?: KnownLevel<L>,
  stream?: Pick<Stream, 'write'> | null,
): void {
  const { levelname, verdict, steps, endsAt, ...rest } = explain(name, level)
  const lines = [`${onOneLine(levelname)} of ${quoted(rest.name)} ${verdict}`, ...steps.map(stepLine)]
  lines.push(`  It goes no further than ${quoted(endsAt)}`)
  print(lines.join('\n'), stream)
}

const DOES: Readonly<Record<Verdict, string>> = {
  passes: 'passes it',
  'may be dropped': 'may drop it',
  'is dropped': 'drops it',
}

function stepLine({ logger, handler, verdict, reason }: ExplainedStep): string {
  const who = handler === null ? quoted(logger) : `${onOneLine(handler.text)} of ${quoted(logger)}`
  const does = handler !== null && verdict === 'passes' ? 'takes it' : DOES[verdict]
  return `  ${who} ${does}${reason && `: ${reason}`}`
}
