import { BufferingFormatter, Formatter } from './formatter.js'
import { Filter } from './filter.js'
import { JSONFormatter } from './jsonFormatter.js'
import { BufferingHandler, MemoryHandler } from './memoryHandler.js'
import { NullHandler } from './nullHandler.js'
import { StreamHandler } from './streamHandler.js'

/** How a class is constructed from the keywords of a configuration. */
export interface ClassSignature {
  /** The parameters before the options object, in order. Default none. */
  readonly positional?: readonly string[]
  /** The options that there are; where they are given, any other is refused. */
  readonly keywords?: readonly string[]
}

/** A class that a configuration can construct. */
export type Constructor = new (...parameters: never[]) => object

const classes = new Map<string, Constructor>()
const signatures = new Map<Constructor, ClassSignature>()
const objects = new Map<string, unknown>()

/**
 * Makes a class known to configurations by a dotted name, Python's or your own.
 *
 * @param name such as `'logging.handlers.RotatingFileHandler'` or `'myapp.MyHandler'`
 * @param signature how keywords become parameters; a class without one gets all of them in one object
 */
export function registerClass(name: string, klass: Constructor, signature: ClassSignature = {}): void {
  classes.set(name, klass)
  signatures.set(klass, signature)
}

/** Makes an object known to configurations, which name it as `ext://<name>`. */
export function registerObject(name: string, object: unknown): void {
  objects.set(name, object)
}

/** Gives the class registered under a name. */
export function findClass(name: string): Constructor | undefined {
  return classes.get(name)
}

/** Gives the names that classes are registered under. */
export function classNames(): string[] {
  return [...classes.keys()]
}

/** Tells whether `ext://name` means something. */
export function hasObject(name: string): boolean {
  return objects.has(name)
}

/** Gives the object registered under a name. */
export function findObject(name: string): unknown {
  return objects.get(name)
}

/** Gives the signature of a class, or that of the nearest class it derives from. */
export function signatureOf(klass: Constructor): ClassSignature {
  for (let at: unknown = klass; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const signature = signatures.get(at as Constructor)
    // A derived class may take options of its own.
    if (signature !== undefined) return at === klass ? signature : { positional: signature.positional ?? [] }
  }
  return {}
}

registerClass('logging.StreamHandler', StreamHandler, { positional: ['stream'], keywords: [] })
registerClass('logging.NullHandler', NullHandler, { keywords: [] })
registerClass('logging.handlers.BufferingHandler', BufferingHandler, { positional: ['capacity'], keywords: [] })
registerClass('logging.handlers.MemoryHandler', MemoryHandler, {
  positional: ['capacity'],
  keywords: ['flushLevel', 'target', 'flushOnClose'],
})
registerClass('logging.Filter', Filter, { positional: ['name'], keywords: [] })
registerClass('logging.Formatter', Formatter, {
  positional: ['fmt'],
  keywords: ['datefmt', 'style', 'validate', 'defaults'],
})
registerClass('logging.BufferingFormatter', BufferingFormatter, { positional: ['linefmt'], keywords: [] })
registerClass('logging.JSONFormatter', JSONFormatter)
