/**
 * Whether an object whose prototype was set has a hidden class of its own from the next property on, as in V8 before 13: that of
 * Node 22 and 20. Each look at it misses all caches then. Other engines say a version of V8's, too.
 */
const isAlone = isOldV8(
  (globalThis as { process?: { versions?: Record<string, string | undefined> } }).process?.versions,
)

function isOldV8(versions: Record<string, string | undefined> = {}): boolean {
  return versions['bun'] === undefined && Number.parseInt(versions['v8'] ?? '', 10) < 13
}

/**
 * Has an object share its hidden class with all others of its kind. V8 keeps what has had a property taken away in a table, and
 * tables of one prototype have one hidden class. express sets the prototypes of its requests and responses, and puts a dozen
 * properties on them: with this a request and its line took 104 µs, without it 142, and without any logging 105.
 *
 * @param key a property that is not the last one; it stays
 */
export function shareHiddenClass(object: object, key: string): void {
  if (!isAlone) return
  const property = Object.getOwnPropertyDescriptor(object, key)
  if (property?.configurable !== true || property.writable !== true) return
  Reflect.deleteProperty(object, key)
  Object.defineProperty(object, key, property)
}
