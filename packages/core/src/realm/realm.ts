// The number is the version of everything that is shared. Copies of this package with the same number share one tree, whatever
// their own versions are (ESM beside CommonJS, two bundles in a page, a script tag beside a bundle).
const REALM = Symbol.for('treeline.realm.1')

/**
 * Returns the realm's one instance of a thing. The first copy of this package that asks for it makes it.
 *
 * @param name what the thing is; its owner types it
 */
export function shared<T extends object>(name: string, make: () => T): T {
  const realm = globalThis as { [REALM]?: Record<string, object> }
  // Not enumerable: code that lists the global's properties should not see it.
  if (realm[REALM] === undefined) Object.defineProperty(realm, REALM, { value: {} })
  return (realm[REALM]![name] ??= make()) as T
}
