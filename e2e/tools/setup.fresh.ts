// What a file of tests has in a process of its own, where it shares one with others: an empty realm, and no module of ours loaded.
import { vi } from 'vitest'

const realms = Object.getOwnPropertySymbols(globalThis).filter(({ description = '' }) =>
  description.startsWith('treeline.realm.'),
)
for (const symbol of realms) {
  // The global's property stays: it cannot be deleted.
  const realm = Reflect.get(globalThis, symbol) as Record<string, object>
  for (const name of Object.keys(realm)) delete realm[name]
}
vi.resetModules()
