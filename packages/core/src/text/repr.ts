// The text of a JavaScript value in a log line. It never throws, runs no getter, and is always bounded: a log call must not fail
// on the object it was meant to explain. Object.prototype.toString gives the kinds, also of values of other realms (frames, vm
// contexts).
import { Part } from '../realm/part.js'
import { clip } from './clip.js'
import { className, isMap, kindOf } from './kinds.js'
import { summaryOf } from './platformObjects.js'
import { propertyOf } from './property.js'

/** Returns the bytes of a buffer, any other value as it is. Filled with builtins.ts; until then buffers are shown as empty. */
export const unpack: Part<(value: object, kind: string) => object> = /* @__PURE__ */ new Part<
  (value: object, kind: string) => object
>((value) => value)

const MAX_TEXT = 10_000
const MAX_ENTRIES = 50
const MAX_DEPTH = 3

const sourceOf = Function.prototype.toString

/** Returns the text of `%s`: JavaScript's text of a primitive; for an object the text of its own toString, or an inspection. */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : isObject(value) ? inspect(value) : String(value)
}

/** Returns the text of `%r`: a string as Python's repr prints it, any other value as inside an inspection. */
export function repr(value: unknown): string {
  return typeof value === 'string' ? quote(value) : show(value, [])
}

/** Returns the text of `%a`: repr with escapes for characters that are not ASCII. */
export function ascii(value: unknown): string {
  // oxlint-disable-next-line no-control-regex
  return repr(value).replace(/[^\0-\x7f]/gu, escapeChar)
}

/** Returns the text for a value whose own code failed. */
export function threw(what: string, error: unknown): string {
  let text = ''
  try {
    text = clip(String((error as Error | undefined)?.message ?? error))
  } catch {
    // What was thrown cannot be read either.
  }
  return `<${what} threw: ${text}>`
}

/** Returns the text for a value whose getter failed. */
export function getterThrew(key: unknown, error: unknown): string {
  return threw(`getter of ${repr(key)}`, error)
}

function isObject(value: unknown): value is object {
  return Object(value) === value
}

/** Returns the first `length` code points; all of them for undefined. */
export function cut(text: string, length: number = Infinity): string {
  return text.length > length ? [...text.slice(0, length * 2)].slice(0, length).join('') : text
}

/** Returns how many code points a text is short of a width. A text of twice as many units is long enough, and not counted. */
export function lacking(text: string, width: number): number {
  return text.length < width * 2 ? Math.max(0, width - [...text].length) : 0
}

function show(value: unknown, path: readonly object[]): string {
  if (typeof value === 'string') return quote(clip(value))
  return isObject(value) ? inspect(value, path) : Object.is(value, -0) ? '-0' : String(value)
}

/** Returns the text of an object. `path` holds the objects around it; `%s` gives none, and has the message line of an Error. */
function inspect(value: object, path?: readonly object[]): string {
  try {
    const kind = kindOf(value)
    if (kind === 'Date') return (Date.prototype.toJSON.call(value) as string | null) ?? 'Invalid Date'
    if (kind === 'Error' && path)
      return clip(`${(value as Error).name}(${show((value as Error).message, path)})`, MAX_TEXT)
    const summary = typeof value === 'function' ? undefined : summaryOf(value)
    if (typeof summary === 'string') return summary
    if (summary) return clip(inspectEntries(summary.shown, '', path ?? [], summary.title), MAX_TEXT)
    const text = ownText(value, kind)
    if (text !== undefined) return path?.length ? clip(text) : text
    return clip(
      typeof value === 'function' ? inspectFunction(value) : inspectEntries(value, kind, path ?? []),
      MAX_TEXT,
    )
  } catch {
    // A revoked Proxy or a trap that throws. Engines word it differently; a log line should not.
    return '<unreadable object>'
  }
}

/** Returns the text of a toString that is not the language's default for the value. The bytes of a Buffer are not its text. */
function ownText(value: object, kind: string): string | undefined {
  if (kind.endsWith('8Array')) return
  try {
    const method: unknown = value.toString
    if (typeof method !== 'function' || method === Object.prototype.toString) return
    if ((typeof value === 'function' || kind.endsWith('Array')) && sourceOf.call(method).includes('[native code]'))
      return
    const text: unknown = value.toString()
    if (typeof text === 'string' && text !== `[object ${kind}]`) return text
  } catch (error) {
    return isFarWindow(value) ? '[Window]' : threw(`toString of ${className(value) || 'Object'}`, error)
  }
  return
}

/** Returns whether a value is the window of another origin: all else of it throws. */
export function isFarWindow(value: object): boolean {
  return propertyOf(value, 'window') === value
}

function inspectFunction(value: Function): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, 'name')?.value
  const label = sourceOf.call(value).startsWith('class') ? 'class ' : 'Function: '
  return `[${label}${(typeof name === 'string' && name) || '(anonymous)'}]`
}

function inspectEntries(value: object, kind: string, path: readonly object[], name = className(value)): string {
  if (path.includes(value)) return '[Circular]'
  if (path.length >= MAX_DEPTH) return `[${name || 'Object'}]`

  const inner = [...path, value]
  value = unpack.current(value, kind)
  const isList = kind.endsWith('Array') || value instanceof Uint8Array
  const collection = isMap(value) ? Map : kind === 'Set' ? Set : undefined
  const items = collection?.prototype.entries.call(value as never)
  const keys = isList || items ? undefined : Object.keys(value)
  const size = keys ? keys.length : isList ? (value as unknown[]).length : (value as Set<unknown>).size
  let text = ''
  for (let index = 0; index < size && text.length <= MAX_TEXT; index++) {
    if (index) text += ', '
    if (index === MAX_ENTRIES) {
      text += `... ${size - index} more`
      break
    }
    if (items) {
      const [key, item] = items.next().value as [unknown, unknown]
      text += (kind === 'Set' ? '' : show(key, inner) + ' => ') + show(item, inner)
    } else {
      const key = keys ? keys[index]! : index
      if (keys) text += `${/^[a-z_$][\w$]*$/i.test(keys[index]!) ? key : show(key, inner)}: `
      const found = Object.getOwnPropertyDescriptor(value, key)
      text += found ? ('value' in found ? show(found.value, inner) : '[Getter]') : '<empty>'
    }
  }
  const title = name === (isList ? 'Array' : 'Object') ? '' : keys ? name : `${name}(${size})`
  const [open, close] = isList ? '[]' : '{}'
  return (title && title + ' ') + open + (text && ` ${text} `) + close
}

/** Returns Python's repr of a string. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  // These categories, the plain space apart, are what str.isprintable() denies.
  return (
    mark +
    text.replace(/['\\]|(?! )[\p{C}\p{Z}]/gu, (char) => (char === "'" && char !== mark ? char : escapeChar(char))) +
    mark
  )
}

/** Returns a character as a string's repr shows it if it cannot be printed: `\n`, `\x1b`, `\u202e`. */
export function escapeChar(char: string): string {
  const index = "'\\\n\r\t".indexOf(char)
  if (index >= 0) return '\\' + "'\\nrt"[index]
  const hex = char.codePointAt(0)!.toString(16)
  const width = hex.length > 4 ? 8 : hex.length > 2 ? 4 : 2
  return '\\' + 'xuU'[width >> 2] + hex.padStart(width, '0')
}

/** Returns the arguments of a record as Python writes a tuple or a dict. Never throws. */
export function argsText(args: unknown): string {
  try {
    if (Array.isArray(args)) return `(${args.map(repr).join(', ')}${args.length === 1 ? ',' : ''})`
  } catch {
    // A revoked proxy, or a trap that throws: repr has a mark for it.
  }
  return repr(args)
}

const TYPE_NAMES: Readonly<Record<string, string>> = { string: 'str', bigint: 'int', boolean: 'bool' }

/** Returns Python's name for the type of a value, for the texts of its TypeErrors. */
export function typeName(value: unknown): string {
  if (value === undefined || value === null) return 'NoneType'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value !== 'object') return TYPE_NAMES[typeof value] ?? typeof value
  try {
    const name = className(value)
    return name === 'Array' ? 'list' : /^(Object|Map|)$/.test(name) ? 'dict' : name
  } catch {
    return 'object'
  }
}

/** Reads one value; a getter that throws leaves its mark instead. */
export function readValue(object: object, key: string | number): unknown {
  try {
    return (object as Record<string | number, unknown>)[key]
  } catch (error) {
    return getterThrew(key, error)
  }
}

/** Returns the name that an error gives itself, else the name of its class. */
export function errorType(error: Error): unknown {
  let name: unknown
  try {
    name = error.name
  } catch (failure) {
    return threw('getter', failure)
  }
  try {
    return name === 'Error' ? className(error) || name : name
  } catch {
    return name
  }
}
