import { BufferingFormatter } from '../formatting/bufferingFormatter.js'
import { Formatter } from '../formatting/formatter.js'
import { Filter } from '../records/filter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { BufferingHandler, MemoryHandler } from '../handlers/memoryHandler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { shared } from '../realm/realm.js'
import { CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING } from '../records/levels.js'
import { refuse } from '../runtime/checks.js'
import { repr } from '../text/repr.js'

/** The way in which a class is constructed from the keywords of a configuration. */
export interface ClassSignature {
  /** The parameters before the options object, in order. Default none. */
  readonly positional?: readonly string[] | undefined
  /** The positional parameters that cannot be left out. Default none. */
  readonly required?: readonly string[] | undefined
  /** The options; if they are given, any other is refused. */
  readonly keywords?: readonly string[] | undefined
  /** Options that Python's class does not have: `args` of an ini file do not reach them. Default none. */
  readonly keywordOnly?: readonly string[] | undefined
}

/** A class that a configuration can construct. */
export type Constructor = new (...parameters: never[]) => object

/** The classes of core that a configuration may name, under Python's names. */
const CORE: readonly (readonly [name: string, klass: Constructor, signature: ClassSignature])[] = [
  ['logging.StreamHandler', StreamHandler, { positional: ['stream'], keywords: [] }],
  ['logging.NullHandler', NullHandler, { positional: ['level'], keywords: [] }],
  [
    'logging.handlers.BufferingHandler',
    BufferingHandler,
    { positional: ['capacity'], required: ['capacity'], keywords: [] },
  ],
  [
    'logging.handlers.MemoryHandler',
    MemoryHandler,
    { positional: ['capacity'], required: ['capacity'], keywords: ['flushLevel', 'target', 'flushOnClose'] },
  ],
  ['logging.Filter', Filter, { positional: ['name'], keywords: [] }],
  [
    'logging.Formatter',
    Formatter,
    { positional: ['fmt'], keywords: ['datefmt', 'style', 'validate', 'defaults', 'escapeControls'] },
  ],
  ['logging.BufferingFormatter', BufferingFormatter, { positional: ['linefmt'], keywords: [] }],
  // Not Formatter's signature: it has no format string, and all its parameters in one object.
  ['logging.JSONFormatter', JSONFormatter, {}],
]

/** The constants of Python's module that a configuration may name: `ext://logging.ERROR`. */
const LEVELS = { CRITICAL, FATAL, ERROR, WARNING, WARN, INFO, DEBUG, NOTSET }

interface Registry {
  readonly classes: Map<string, Constructor>
  readonly objects: Map<string, unknown>
  readonly signatures: Map<Constructor, ClassSignature>
}

function newRegistry(): Registry {
  return {
    classes: new Map(CORE.map(([name, klass]) => [name, klass])),
    objects: new Map(Object.entries(LEVELS).map(([name, levelno]) => [`logging.${name}`, levelno])),
    signatures: new Map(CORE.map(([, klass, signature]) => [klass, signature])),
  }
}

/** The registry that the copies of this package in a realm share: an application may have registered in another copy. */
const realm: Registry = /* @__PURE__ */ shared('classes', newRegistry)

/** This copy's own registry, which comes first: of two classes of the library under one name, its other code knows this one. */
const own: Registry = /* @__PURE__ */ newRegistry()

/**
 * Registers a class for configurations under a dotted name, Python's or your own.
 *
 * @param name such as `'logging.handlers.RotatingFileHandler'` or `'myapp.MyHandler'`
 * @param signature how keywords become parameters. Default the positional parameters of the class that it derives from, if that
 *   is registered, and all other keywords in one object.
 * @throws TypeError for what is no class
 */
export function registerClass(name: string, klass: Constructor, signature?: ClassSignature): void {
  if (typeof klass !== 'function' || klass.prototype === undefined)
    refuse(`a class (a factory or an object: registerObject(${repr(name)}, …))`, klass)
  for (const registry of [own, realm]) {
    registry.classes.set(name, klass)
    if (signature !== undefined) registry.signatures.set(klass, signature)
  }
}

/** Registers an object for configurations: they name it as `ext://<name>`, or as `()` if it is a function. */
export function registerObject(name: string, object: unknown): void {
  for (const { objects } of [own, realm]) objects.set(name, object)
}

/** Returns the class or object that is registered under a name; undefined for none. */
export function findObject(name: string): unknown {
  const { classes, objects } = own
  return classes.get(name) ?? objects.get(name) ?? realm.classes.get(name) ?? realm.objects.get(name)
}

/** Returns the names of the registered classes and objects. */
export function registeredNames(): string[] {
  return [...new Set([own, realm].flatMap(({ classes, objects }) => [...classes.keys(), ...objects.keys()]))]
}

/** Returns whether the class is registered under some name. */
export function isRegistered(klass: unknown): boolean {
  return [own, realm].some(({ classes }) => [...classes.values()].includes(klass as Constructor))
}

/** Returns the signature of a class, or the part of its base class's that holds for derived classes. */
export function signatureOf(klass: unknown): ClassSignature {
  for (let at = klass; typeof at === 'function'; at = Object.getPrototypeOf(at) as unknown) {
    const constructor = at as Constructor
    const signature = own.signatures.get(constructor) ?? realm.signatures.get(constructor)
    // A derived class may take options of its own.
    if (signature !== undefined) return at === klass ? signature : { ...signature, keywords: undefined }
  }
  return {}
}
