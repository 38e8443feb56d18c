/** Two primes, and where two hashes of 32 bits begin: together they are long enough that two addresses do not meet. */
const HASHES = [
  [0x811c9dc5, 0x01000193],
  [0x2c1b3c6d, 0x297a2d39],
] as const

/** Returns a short id of the place that records are sent to. */
export function destinationId(destination: string): string {
  return HASHES.map(([begin, prime]) => {
    let hash: number = begin
    for (let i = 0; i < destination.length; i++) {
      hash = Math.imul(hash ^ destination.charCodeAt(i), prime)
      hash ^= hash >>> 15
    }
    return (hash >>> 0).toString(36).padStart(7, '0')
  }).join('')
}
