import { repr, typeName } from '../../text/repr.js'
import { entriesOf, type PythonContainers } from './pythonContainers.js'
import type { PythonValue } from './pythonValue.js'
import { isNumber, narrow } from './pythonOperators.js'

/** The arguments of a call. */
export interface CallArguments {
  readonly args: readonly PythonValue[]
  /** The keywords, in their order. */
  readonly keywords: readonly (readonly [string, PythonValue])[]
}

type Call = (given: CallArguments, containers: PythonContainers) => PythonValue

const INTEGER = /^\s*[+-]?\d+(?:_\d+)*\s*$/

/** The functions that a configuration may call: each makes data from data. */
const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  [
    'dict',
    ({ args, keywords }, containers) => containers.dict([...pairsOf(optional('dict', args), containers), ...keywords]),
  ],
  ['list', (given, containers) => containers.itemsOf(onlyOptional('list', given))],
  ['tuple', (given, containers) => containers.tuple(containers.itemsOf(onlyOptional('tuple', given)))],
  ['set', (given, containers) => containers.set(containers.itemsOf(onlyOptional('set', given)))],
  ['frozenset', (given, containers) => containers.set(containers.itemsOf(onlyOptional('frozenset', given)))],
  ['int', (given) => integerOf(onlyOptional('int', given, 0))],
  ['os.path.join', pathOf],
])

/** Returns the names of the functions, as a text. */
export function callNames(): string {
  return [...CALLS.keys()].map((name) => `${name}()`).join(', ')
}

/** Returns the function of that name; undefined for one that a configuration may not call. */
export function callOf(name: string): Call | undefined {
  return CALLS.get(name)
}

function onlyOptional(name: string, { args, keywords }: CallArguments, otherwise?: PythonValue): PythonValue {
  if (keywords.length > 0) throw new TypeError(`${name}() takes no keyword arguments`)
  return optional(name, args, otherwise)
}

function optional(name: string, args: readonly PythonValue[], otherwise: PythonValue = []): PythonValue {
  if (args.length > 1) throw new TypeError(`${name} expected at most 1 argument, got ${args.length}`)
  return args.length === 0 ? otherwise : args[0]!
}

function pairsOf(value: PythonValue, containers: PythonContainers): [PythonValue, PythonValue][] {
  return entriesOf(value) ?? containers.itemsOf(value).map((item) => pairOf(item, containers))
}

function pairOf(value: PythonValue, containers: PythonContainers): [PythonValue, PythonValue] {
  const items = containers.itemsOf(value)
  if (items.length !== 2) throw new RangeError(`dict() takes pairs; one has length ${items.length}`)
  return items as [PythonValue, PythonValue]
}

function integerOf(value: PythonValue): number | bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return Number(value)
  if (isNumber(value) && Number.isFinite(value)) return narrow(BigInt(Math.trunc(value)))
  if (typeof value === 'string' && INTEGER.test(value) && value.length < 1000) {
    const digits = value.trim().replaceAll('_', '')
    return narrow(digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', '')))
  }
  throw new RangeError(`invalid literal for int() with base 10: ${repr(value)}`)
}

/**
 * Returns a joined path, with slashes, which all systems take.
 *
 * @throws TypeError for anything but texts
 */
function pathOf({ args, keywords }: CallArguments, containers: PythonContainers): string {
  if (keywords.length > 0 || args.length === 0) throw new TypeError('os.path.join() takes one text or more')
  let path = ''
  for (const part of args) {
    if (typeof part !== 'string') throw new TypeError(`os.path.join() argument must be str, not ${typeName(part)}`)
    containers.account(path.length + part.length)
    if (part.startsWith('/') || path === '') path = part
    else path += path.endsWith('/') ? part : `/${part}`
  }
  return path
}
