/**
 * Whether an object whose prototype was set gets a hidden class of its own at the next property, as in V8 before 13 (Node 20 and 22).
 * Each access to it then misses all caches. Other engines report a version of V8, too.
 */
const isAlone = isOldV8(
  (globalThis as { process?: { versions?: Record<string, string | undefined> } }).process?.versions,
)

function isOldV8(versions: Record<string, string | undefined> = {}): boolean {
  return versions['bun'] === undefined && Number.parseInt(versions['v8'] ?? '', 10) < 13
}

/**
 * Makes an object share its hidden class with all others of its kind. V8 keeps an object that lost a property in a table, and tables
 * of one prototype share one hidden class. express sets the prototypes of its requests and responses, and adds a dozen properties:
 * with this a request and its line took 104 µs, without it 142, and without any logging 105.
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
