// How a line shows the objects that the platform makes: windows, nodes, events, storage, requests. It shows a word about the
// object, and never walks through it: what it reaches (cookies, typed text, the whole page) is private. The tag of an object
// gives its kind, also in other realms (frames), whose classes `instanceof` does not know.
import { Part } from '../realm/part.js'
import { clip } from './clip.js'
import { className, isError } from './kinds.js'
import { propertyOf } from './property.js'

/** The text that is shown in the place of an object, or a plain object or a Map under a title. */
export type Summary = string | { readonly title: string; readonly shown: object }

/**
 * Returns the content of an address, headers and forms, as a text or a Map; of a server's requests and responses, which have no
 * kind (''), a short public part; undefined for others. Filled on Node, where these belong to a server's requests; until then
 * only names and the path are shown.
 */
export const contents: Part<(value: object, kind: string) => object | string | undefined> = /* @__PURE__ */ new Part<
  (value: object, kind: string) => object | string | undefined
>(() => undefined)

/** The most characters of one word about an object, and the most names. */
const MAX_WORD = 200
const MAX_NAMES = 20

/**
 * The language's own kinds with a tag, which are shown by their content; the platform's kinds that are numbers, and one that
 * applications derive classes from.
 */
const LANGUAGE =
  /^(Map|Set|Promise|Symbol|BigInt|DOMException|DOM(Rect|Point|Matrix|Quad).*|EventTarget|Module|Weak.+|.*(Generator|Iterator.*|Buffer)|DataView|Temporal\..+)$/

/** The words about each kind beside its name: properties that are there at once and hold no data of the user. */
const WORDS: Readonly<Record<string, string>> = {
  Response: 'status url',
  Request: 'method url',
  XMLHttpRequest: 'status responseURL',
  WebSocket: 'url',
  EventSource: 'url',
  Location: 'href',
  URL: 'href',
  URLSearchParams: 'size',
  Blob: 'type size',
  File: 'type size',
}

/**
 * The words about an event beside its type and target. No key and no text that is typed or pasted: it may be a password. No place
 * of the pointer: there are keypads on screens.
 */
const EVENTS: Readonly<Record<string, string>> = {
  MouseEvent: 'button',
  PointerEvent: 'button',
  InputEvent: 'inputType',
  SubmitEvent: 'submitter',
  CloseEvent: 'code wasClean',
  ProgressEvent: 'loaded total',
  ErrorEvent: 'message filename lineno colno error',
  PromiseRejectionEvent: 'reason',
  SecurityPolicyViolationEvent: 'effectiveDirective blockedURI disposition',
}

/**
 * Returns what is shown in the place of an object of the platform, or of a framework's object that leads to the whole page;
 * undefined for any other. Runs no code of a plain object.
 *
 * @throws what a trap of a proxy throws
 */
export function summaryOf(value: object): Summary | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null || prototype === Array.prototype) return undefined
  const kind = platformKind(value)
  const held = contents.current(value, kind ?? '')
  if (held !== undefined) return typeof held === 'string' ? held : { title: kind ?? className(value), shown: held }
  if (kind === undefined) return frameworkSummary(value)
  if (kind.endsWith('Event')) return eventSummary(value, kind, kind)
  return nodeText(value) ?? `[${[kind, ...wordsOf(value, kind)].join(' ')}]`
}

/** Returns the kind of an object that the platform made; undefined for any other object. */
export function platformKind(value: object): string | undefined {
  const kind: unknown = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]
  if (typeof kind !== 'string' || LANGUAGE.test(kind)) return undefined
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const found = Object.getOwnPropertyDescriptor(at, Symbol.toStringTag)
    // A class of the application has a getter or a field.
    if (found !== undefined) return 'value' in found && !found.enumerable ? kind : undefined
  }
  return undefined
}

/**
 * Returns the error of an event: that of an `ErrorEvent`, the reason of an `unhandledrejection`; the message of an event without
 * an error, as from a script of another origin. Undefined for any other value.
 */
export function eventError(value: unknown): unknown {
  try {
    if (typeof value !== 'object' || value === null) return undefined
    const kind = platformKind(value)
    if (kind === 'ErrorEvent') return propertyOf(value, 'error') ?? propertyOf(value, 'message')
    return kind === 'PromiseRejectionEvent' ? (propertyOf(value, 'reason') ?? 'undefined') : undefined
  } catch {
    return undefined // A proxy that cannot be read.
  }
}

/** Returns the error that a value is, or that an event holds; undefined for any other value. */
export function errorWithin(value: unknown): Error | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const error = isError(value) ? value : eventError(value)
  return isError(error) ? error : undefined
}

/**
 * Returns a summary of a framework's object: of a wrapper around an event, or of a node that leads to other nodes and to the
 * page.
 */
function frameworkSummary(value: object): Summary | undefined {
  const inner = ['nativeEvent', 'originalEvent'].find((key) => key in value)
  if (inner !== undefined) {
    const event = propertyOf(value, inner)
    const kind = typeof event === 'object' && event !== null ? platformKind(event) : undefined
    return eventSummary(value, className(value), kind)
  }
  return 'memoizedProps' in value && 'stateNode' in value ? `[${className(value)}]` : undefined
}

function eventSummary(event: object, title: string, kind: string | undefined): Summary {
  const fields = Object.create(null) as Record<string, unknown>
  for (const key of `type target ${(kind && EVENTS[kind]) ?? ''}`.trim().split(' ')) {
    const found = propertyOf(event, key)
    if (found === undefined || found === null) continue
    const isError = key === 'error' || key === 'reason'
    fields[key] = isError ? found : typeof found === 'object' ? targetText(found) : word(found, key)
  }
  return { title, shown: fields }
}

function targetText(target: object): string {
  const summary = summaryOf(target)
  return typeof summary === 'string' ? summary : `[${className(target)}]`
}

/** Returns a node as a selector, `button#save.primary`; undefined for anything else. */
function nodeText(value: object): string | undefined {
  // A form's fields stand under their names in front of its own properties.
  if (typeof propertyOf(value, 'nodeType') !== 'number') return undefined
  const name = propertyOf(value, 'localName') ?? propertyOf(value, 'nodeName')
  if (typeof name !== 'string') return undefined
  const id = attribute(value, 'id')
  const classes = attribute(value, 'class').split(/\s+/).filter(Boolean)
  return clip([id ? `${name}#${id}` : name, ...classes].join('.'), MAX_WORD)
}

function attribute(node: object, name: string): string {
  try {
    const text = (node as { getAttribute?: (name: string) => unknown }).getAttribute?.(name)
    return typeof text === 'string' ? text : ''
  } catch {
    return ''
  }
}

function wordsOf(value: object, kind: string): unknown[] {
  if (/^(Headers|FormData)$/.test(kind)) return [namesOf(value as Iterable<unknown>).join(', ')].filter(Boolean)
  const keys = Object.hasOwn(WORDS, kind) ? WORDS[kind]!.split(' ') : []
  return keys.map((key) => word(propertyOf(value, key), key)).filter((text) => text !== undefined && text !== '')
}

function namesOf(entries: Iterable<unknown>): string[] {
  const names = new Set<string>()
  try {
    for (const [name] of entries as Iterable<[string]>) {
      if (names.size === MAX_NAMES) return [...names, '...']
      names.add(clip(name, MAX_WORD))
    }
  } catch {
    // A body that cannot be read twice, a class that only calls itself so.
  }
  return [...names]
}

/** Returns a primitive as a short text; an address without its secret parts. */
function word(value: unknown, key: string): unknown {
  if (typeof value === 'string')
    return clip(/ur[il]$|href|filename/i.test(key) ? publicAddress(value) : value, MAX_WORD)
  return typeof value === 'object' || typeof value === 'function' ? undefined : value
}

/** Returns an address without credentials, query and fragment; only the scheme of an address that is data itself. */
export function publicAddress(address: string): string {
  // A server's address: the other two find nothing there.
  if (address.startsWith('/')) return address.replace(/[?#].*/s, '?...')
  if (/^(?!blob:)[\w+.-]+:(?!\/\/)/.test(address)) return address.replace(/:.*/s, ':...')
  return address.replace(/[?#].*/s, '?...').replace(/^([\w+.-]+:\/\/)[^/?]*@/, '$1')
}
