const MAX_ENTRIES = 1000

/** Puts an entry into a cache, and empties the cache first when it is full. Returns the value. */
export function remember<V>(cache: Map<string, V>, key: string, value: V): V {
  if (cache.size >= MAX_ENTRIES) cache.clear()
  cache.set(key, value)
  return value
}
