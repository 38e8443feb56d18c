import { BufferingFormatter } from '../formatting/bufferingFormatter.js'
import { Formatter } from '../formatting/formatter.js'
import { Filter } from '../records/filter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { BufferingHandler, MemoryHandler } from '../handlers/memoryHandler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { shared } from '../realm/realm.js'

/** How a class is constructed from the keywords of a configuration. */
export interface ClassSignature {
  /** The parameters before the options object, in order. Default none. */
  readonly positional?: readonly string[]
  /** Those of them that cannot be left out. Default none. */
  readonly required?: readonly string[]
  /** The options that there are; where they are given, any other is refused. */
  readonly keywords?: readonly string[] | undefined
}

/** A class that a configuration can construct. */
export type Constructor = new (...parameters: never[]) => object

/** What was registered under names in the copies of this package that a realm has. */
interface Names<T> {
  /** By whichever copy came last. */
  readonly known: Map<string, T>
  /** What the application put in the place of something: it holds in every copy. */
  readonly replaced: Map<string, T>
}

const newNames = <T>(): Names<T> => ({ known: new Map(), replaced: new Map() })

/** @internal What the copies of this package know of each other's: an application may have registered in another one. */
const realm: {
  readonly classes: Names<Constructor>
  readonly objects: Names<unknown>
  readonly signatures: Map<Constructor, ClassSignature>
} = /* @__PURE__ */ shared('classes', () => ({ classes: newNames(), objects: newNames(), signatures: new Map() }))

// This copy's own: of two classes that the library has under one name, the one that this copy's other code knows.
const classes = new Map<string, Constructor>()
const objects = new Map<string, unknown>()

function register<T>(own: Map<string, T>, names: Names<T>, name: string, value: T): void {
  if (own.has(name)) names.replaced.set(name, value)
  own.set(name, value)
  names.known.set(name, value)
}

function find<T>(own: Map<string, T>, names: Names<T>, name: string): T | undefined {
  return names.replaced.get(name) ?? own.get(name) ?? names.known.get(name)
}

/**
 * Makes a class known to configurations by a dotted name, Python's or your own.
 *
 * @param name such as `'logging.handlers.RotatingFileHandler'` or `'myapp.MyHandler'`
 * @param signature how keywords become parameters. Default the positional parameters of the class that it derives from, if
 *   that is registered, and all other keywords in one object.
 */
export function registerClass(name: string, klass: Constructor, signature?: ClassSignature): void {
  register(classes, realm.classes, name, klass)
  if (signature !== undefined) realm.signatures.set(klass, signature)
}

/** Makes an object known to configurations: they name it as `ext://<name>`, or as `()` where it is a function. */
export function registerObject(name: string, object: unknown): void {
  register(objects, realm.objects, name, object)
}

/** Returns what is registered under a name, a class or an object; undefined for none. */
export function findObject(name: string): unknown {
  return find(classes, realm.classes, name) ?? find(objects, realm.objects, name)
}

/** Returns the names that classes and objects are registered under. */
export function registeredNames(): string[] {
  return [...realm.classes.known.keys(), ...realm.objects.known.keys()]
}

/** Returns whether the class is registered under some name. */
export function isRegistered(klass: unknown): boolean {
  return [classes, realm.classes.known].some((known) => [...known.values()].includes(klass as Constructor))
}

/** Returns the signature of a class, or what of it holds for the classes that derive from it. */
export function signatureOf(klass: unknown): ClassSignature {
  for (let at = klass; typeof at === 'function'; at = Object.getPrototypeOf(at) as unknown) {
    const signature = realm.signatures.get(at as Constructor)
    // A derived class may take options of its own.
    if (signature !== undefined) return at === klass ? signature : { ...signature, keywords: undefined }
  }
  return {}
}

registerClass('logging.StreamHandler', StreamHandler, { positional: ['stream'], keywords: [] })
registerClass('logging.NullHandler', NullHandler, { keywords: [] })
registerClass('logging.handlers.BufferingHandler', BufferingHandler, {
  positional: ['capacity'],
  required: ['capacity'],
  keywords: [],
})
registerClass('logging.handlers.MemoryHandler', MemoryHandler, {
  positional: ['capacity'],
  required: ['capacity'],
  keywords: ['flushLevel', 'target', 'flushOnClose'],
})
registerClass('logging.Filter', Filter, { positional: ['name'], keywords: [] })
registerClass('logging.Formatter', Formatter, {
  positional: ['fmt'],
  keywords: ['datefmt', 'style', 'validate', 'defaults'],
})
registerClass('logging.BufferingFormatter', BufferingFormatter, { positional: ['linefmt'], keywords: [] })
// Not Formatter's signature: it has no format string, and all its parameters in one object.
registerClass('logging.JSONFormatter', JSONFormatter, {})
