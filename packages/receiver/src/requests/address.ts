/**
 * Returns the network that one client holds: an IPv4 address alone, of an IPv6 address the first 64 bits, because whoever has
 * one of their addresses has them all. Any other text stays as it is.
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
