/**
 * Returns the network that one client holds: a whole IPv4 address, and the first 64 bits of an IPv6 address, because a client has all
 * addresses with these bits. Any other text stays unchanged.
 */
export function networkOf(address: string): string {
  if (!/^[\da-f]*:[\da-f:.]*(%.*)?$/i.test(address)) return address
  const [text = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)
  if (mapped !== null) return mapped[1]!
  const [before = '', after] = text.split('::')
  const groups = before.split(':').filter(Boolean)
  const tail = after?.split(':').filter(Boolean) ?? []
  const zeros = after === undefined ? 0 : Math.max(0, 8 - groups.length - tail.length)
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...tail]
  if (all.length !== 8) return address
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
