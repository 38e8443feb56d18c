const HIGH_BITS = 0x1f_ffff
let seeds: Int32Array | undefined

/**
 * Returns a number of 53 bits for some bytes: the same for the same bytes, in this process. Other bytes hardly ever have it, and a
 * sender cannot forge it, because it starts from a random number.
 */
export function digest(bytes: Uint8Array): number {
  // Not made earlier: some runtimes have no random numbers while a module loads.
  seeds ??= crypto.getRandomValues(new Int32Array(2))
  let high = seeds[0]!
  let low = seeds[1]!
  for (let i = 0; i < bytes.length; i++) {
    high = mix(high ^ bytes[i]!, 0x9e37_79b1)
    low = mix(low ^ bytes[i]!, 0x85eb_ca77)
  }
  return ((high ^ (high >>> 15)) & HIGH_BITS) * 0x1_0000_0000 + (low >>> 0)
}

/** Multiplies the state, which carries each bit upwards, and rotates it, which brings the upper bits back down. */
function mix(state: number, factor: number): number {
  const product = Math.imul(state, factor)
  return (product << 13) | (product >>> 19)
}
