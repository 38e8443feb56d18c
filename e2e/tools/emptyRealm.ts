/**
 * Takes away what the copies of our packages share in this realm.
 *
 * @param prefix only what has a name that begins so. Default everything
 */
export function emptyRealm(prefix: string = ''): void {
  const realms = Object.getOwnPropertySymbols(globalThis).filter(({ description = '' }) =>
    description.startsWith('treeline.realm.'),
  )
  for (const symbol of realms) {
    // The global's property stays: it cannot be deleted.
    const realm = Reflect.get(globalThis, symbol) as Record<string, object>
    for (const name of Object.keys(realm)) if (name.startsWith(prefix)) delete realm[name]
  }
}
