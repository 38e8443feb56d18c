const MAX_ENTRIES = 1000
const MAX_LENGTH = 1000

/**
 * Puts an entry into a cache, which is emptied first when it is full. An entry with a long key is not kept. Returns the value.
 */
export function remember<V>(cache: Map<string, V>, key: string, value: V): V {
  if (cache.size >= MAX_ENTRIES) cache.clear()
  if (key.length <= MAX_LENGTH) cache.set(key, value)
  return value
}
