// A call of the console as text, as the developer tools show it.

const DEPTH = 3

/** Returns what a console shows of a call's values: the first may be a format, whose styles are left out. */
export function consoleText(values: readonly unknown[]): string {
  const [first, ...rest] = values
  // A text alone is no format.
  if (typeof first !== 'string' || rest.length === 0) return values.map((value) => inspect(value)).join(' ')
  const text = first.replaceAll(/%([%csdifoO])/g, (whole, letter: string) => {
    if (letter === '%') return '%'
    if (rest.length === 0) return whole
    const value = rest.shift()
    return letter === 'c' ? '' : inspect(value)
  })
  return rest.reduce<string>((shown, value) => shown + (isError(value) ? '\n' : ' ') + inspect(value), text)
}

function inspect(value: unknown, depth = 0): string {
  if (typeof value === 'string') return depth === 0 ? value : `'${value}'`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `ƒ ${value.name}()`
  if (typeof value !== 'object' || value === null) return String(value)
  if (isError(value)) return value.stack ?? String(value)
  if (depth === DEPTH) return Array.isArray(value) ? '[…]' : '{…}'
  if (Array.isArray(value)) return `[${value.map((one) => inspect(one, depth + 1)).join(', ')}]`
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${inspect(one, depth + 1)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

/** Errors of another frame are of another class. */
function isError(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]'
}
