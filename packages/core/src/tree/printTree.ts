import { levelName } from '../records/levels.js'
import type { Logger } from './logger.js'
import { isPlaceHolder, manager, type PlaceHolder } from './manager.js'
import { runtime, type Stream } from '../runtime/runtime.js'
import { className } from '../text/kinds.js'
import { propertyOf } from '../text/property.js'
import { str } from '../text/repr.js'

/** A filter of a logger or handler, as data. */
export interface TreeFilter {
  /** The class; `'Function'` for one that is a function. */
  readonly class: string
  /** The name that a name filter lets through, or the function's name; '' for none. */
  readonly name: string
}

/** A handler's formatter, as data. */
export interface TreeFormatter {
  readonly class: string
  /** The format string; null for a formatter that has none. */
  readonly format: string | null
  readonly datefmt: string | null
}

/** A handler, as data. */
export interface TreeHandler {
  readonly class: string
  /** Its `toString()`, which shows where it writes. */
  readonly text: string
  readonly name: string | null
  readonly levelno: number
  readonly levelname: string
  /** The formatter; null for the handlers' default. */
  readonly formatter: TreeFormatter | null
  readonly filters: readonly TreeFilter[]
  /** The handlers that get its records: a MemoryHandler's target, the handlers of a QueueHandler's listener. */
  readonly handlers: readonly TreeHandler[]
}

/** A node of the tree, as data: a logger, or a placeholder for a name that only has loggers below. */
export interface TreeNode {
  /** The logger's name; `'root'` at the top. */
  readonly name: string
  readonly class: string
  /** Whether there is no such logger yet: then only `name` and `children` mean something. */
  readonly placeholder: boolean
  readonly levelno: number
  readonly levelname: string
  /** The level in effect: one that was set at run time, its own, else that of the nearest ancestor that has one. */
  readonly effectiveLevelno: number
  readonly effectiveLevelname: string
  readonly propagate: boolean
  readonly disabled: boolean
  readonly filters: readonly TreeFilter[]
  readonly handlers: readonly TreeHandler[]
  /** The nodes below, by name. */
  readonly children: readonly TreeNode[]
}

interface GrowingNode extends TreeNode {
  readonly children: TreeNode[]
}

/** The greatest depth of handlers that hand records to handlers. */
const MAX_DEPTH = 10

/**
 * Returns the loggers with their levels, handlers and filters as plain data: to see what a configuration has done. Changing the
 * data changes no logger. Never throws, whatever the handlers are.
 */
export function tree(): TreeNode {
  const { root, loggerDict } = manager()
  const top = nodeOf('root', root)
  const nodes = new Map<string, GrowingNode>()
  for (const name of [...loggerDict.keys()].sort()) nodes.set(name, nodeOf(name, loggerDict.get(name)!))
  for (const [name, node] of nodes) nearestAncestor(name, nodes, top).children.push(node)
  return top
}

function nearestAncestor(name: string, nodes: ReadonlyMap<string, GrowingNode>, top: GrowingNode): GrowingNode {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const found = nodes.get(name.slice(0, dot))
    if (found !== undefined) return found
  }
  return top
}

/**
 * Returns what `look` finds, or `otherwise` if it throws. Handlers, filters and formatters are others' code: one failure should
 * not cost the whole view.
 */
function attempt<Found>(look: () => Found, otherwise: Found): Found {
  try {
    return look()
  } catch {
    return otherwise
  }
}

function readText(object: unknown, key: string): string | null {
  const found = propertyOf(object, key) ?? null
  return found === null ? null : str(found)
}

function readList(object: unknown, key: string): object[] {
  return attempt(() => [...(propertyOf(object, key) as Iterable<unknown>)], []).filter(isObject)
}

function isObject(value: unknown): value is object {
  return Object(value) === value
}

function classOf(object: object): string {
  return attempt(() => className(object), '') || 'Object'
}

function level(given: unknown): { levelno: number; levelname: string } {
  const levelno = typeof given === 'number' ? given : 0
  return { levelno, levelname: levelName(levelno) }
}

function nodeOf(name: string, node: Logger | PlaceHolder): GrowingNode {
  const isLogger = !isPlaceHolder(node)
  const effective = level(isLogger ? attempt(() => node.getEffectiveLevel(), 0) : 0)
  return {
    name,
    class: classOf(node),
    placeholder: !isLogger,
    ...level(propertyOf(node, 'level')),
    effectiveLevelno: effective.levelno,
    effectiveLevelname: effective.levelname,
    propagate: isLogger && propertyOf(node, 'propagate') !== false,
    disabled: propertyOf(node, 'disabled') === true,
    filters: filtersOf(node),
    handlers: handlersOf(node),
    children: [],
  }
}

/** Returns the handlers of a logger, as data. */
export function handlersOf(node: object): TreeHandler[] {
  return readList(node, 'handlers').map((handler) => handlerOf(handler))
}

function handlerOf(handler: object, above: readonly object[] = []): TreeHandler {
  const isFollowed = above.length < MAX_DEPTH && !above.includes(handler)
  const formatter = propertyOf(handler, 'formatter')
  return {
    class: classOf(handler),
    text: str(handler),
    name: readText(handler, 'name'),
    ...level(propertyOf(handler, 'level')),
    formatter: isObject(formatter) ? formatterOf(formatter) : null,
    filters: filtersOf(handler),
    handlers: isFollowed ? handedTo(handler).map((next) => handlerOf(next, [...above, handler])) : [],
  }
}

function handedTo(handler: object): object[] {
  const target = propertyOf(handler, 'target')
  return isObject(target) ? [target] : readList(propertyOf(handler, 'listener'), 'handlers')
}

function formatterOf(formatter: object): TreeFormatter {
  return {
    class: classOf(formatter),
    format: readText(propertyOf(formatter, '_style'), '_fmt'),
    datefmt: readText(formatter, 'datefmt'),
  }
}

/** Returns the filters of a logger or a handler, as data. */
export function filtersOf(filterer: object): TreeFilter[] {
  return readList(filterer, 'filters').map((filter) => ({
    class: typeof filter === 'function' ? 'Function' : classOf(filter),
    name: readText(filter, 'name') ?? '',
  }))
}

// --- as text -----------------------------------------------------------------------------------------------------------

/** The engine's console. */
interface Console {
  log(text: string): void
}

/**
 * Prints the tree:
 *
 * ```text
 * <--""
 *    Level WARNING
 *    Handler <StreamHandler <stderr> (NOTSET)>
 *    |
 *    o<--"app"
 *    |   Level NOTSET: WARNING in effect
 *    |   |
 *    |   o<--"app.db"
 *    |       Level DEBUG
 *    |
 *    o<--[lib]
 *        |
 *        o<--"lib.http"
 *            Level NOTSET: WARNING in effect
 * ```
 *
 * A name in brackets is a placeholder: there are only loggers below it.
 *
 * @param stream the stream that gets the text; default `console.log`
 */
export function printTree(stream?: Pick<Stream, 'write'> | null): void {
  print(treeText(tree()), stream)
}

/** Prints a text to a stream, else to the console, else to standard error. */
export function print(text: string, stream?: Pick<Stream, 'write'> | null): void {
  const { console } = globalThis as { console?: Console }
  if (stream) stream.write(`${text}\n`)
  else if (console !== undefined) console.log(text)
  else runtime().stderr.write(`${text}\n`)
}

function treeText(top: TreeNode): string {
  const lines: string[] = []
  // A list in place of recursion: a name may have any number of dots.
  const left = [{ node: top, head: '<--""', indent: '   ' }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, head, indent } = next
    lines.push(...head.split('\n'), ...nodeLines(node).map((line) => indent + line))
    const { length } = node.children
    const below = node.children.map((child, index) => ({
      node: child,
      head: `${indent}|\n${indent}o<--${title(child)}`,
      indent: indent + (index < length - 1 ? '|   ' : '    '),
    }))
    left.push(...below.reverse())
  }
  return lines.join('\n')
}

/** Returns an outside text in quotes, on one line. */
export const quoted = (text: string): string => JSON.stringify(text)

/** Returns an outside text on one line: line breaks in it are escaped. */
export const onOneLine = (text: string): string =>
  quoted(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\')

function title({ name, placeholder }: TreeNode): string {
  return placeholder ? `[${onOneLine(name)}]` : quoted(name)
}

/** Returns a class's name with a space before it; '' for the `usual` one. */
const besides = (usual: string, name: string): string => (name === usual ? '' : ` ${onOneLine(name)}`)

function nodeLines(node: TreeNode): string[] {
  if (node.placeholder) return []
  const inEffect = node.levelno !== node.effectiveLevelno ? `: ${node.effectiveLevelname} in effect` : ''
  return [
    /^(Root)?Logger$/.test(node.class) ? '' : `Class ${onOneLine(node.class)}`,
    `Level ${onOneLine(node.levelname + inEffect)}`,
    node.disabled ? 'Disabled' : '',
    node.propagate ? '' : 'Propagates nothing',
    ...node.filters.map(filterLine),
    ...node.handlers.flatMap((handler) => handlerLines('Handler', handler)),
  ].filter(Boolean)
}

function handlerLines(label: string, handler: TreeHandler): string[] {
  const { text, name, formatter, filters, handlers } = handler
  const inner = [
    ...(formatter ? [formatterLine(formatter)] : []),
    ...filters.map(filterLine),
    ...handlers.flatMap((next) => handlerLines('To', next)),
  ]
  return [`${label} ${onOneLine(text)}${given(' named', name)}`, ...inner.map((line) => `  ${line}`)]
}

function formatterLine({ class: klass, format, datefmt }: TreeFormatter): string {
  return `Formatter${besides('Formatter', klass)}${given('', format)}${given(' datefmt', datefmt)}`
}

function filterLine({ class: klass, name }: TreeFilter): string {
  return `Filter${besides('Filter', klass)} ${quoted(name)}`
}

/** Returns an outside text behind a label; '' for null. */
function given(label: string, text: string | null): string {
  return text === null ? '' : `${label} ${quoted(text)}`
}
