// The program whose check is measured: functions of ordinary code, each with one logging call, no two of them alike.

const HEAD = `import * as logging from 'treeline'
interface Unread {
  debug(msg: unknown, ...args: unknown[]): void
  info(msg: unknown, ...args: unknown[]): void
  warn(msg: unknown, ...args: unknown[]): void
  error(msg: unknown, ...args: unknown[]): void
}
declare const log: LOGGER
declare const name: string
declare const count: number
declare const user: { name: string; age: number }
declare const err: Error
declare const caught: unknown
`

/** @type {readonly ((i: number) => string)[]} */
const CALLS = [
  (i) => `log.info('order %s did %d in ${i}', name, count)`,
  (i) => `log.debug('worker ${i} started')`,
  (i) => `log.warn('disk ${i} took %d ms', count, { extra: { tenant: name } })`,
  (i) => `log.error('page ${i} failed: %s', name, err)`,
  (i) => `log.info('cart ${i} ready', { port: count, name })`,
  (i) => `log.debug('%s queue of %s and %r ${i}', name, caught, user)`,
  (i) => `log.warn('session ${i} failed', caught)`,
  (i) => `log.error('%(name)s is %(age)d login ${i}', user)`,
]

/** @type {readonly ((i: number) => string)[]} */
const ORDINARY = [
  (i) => `const kept = rows.filter((row) => row.id > ${i}).map(({ id, name }) => ({ id, key: \`\${name}:\${id}\` }))`,
  () => 'for (const { id, key } of kept) sums.set(key, (sums.get(key) ?? 0) + id)',
  () => 'const largest = kept.reduce((most, { id }) => Math.max(most, id), 0)',
  () => 'sums.set(name, [...sums.values()].reduce((sum, value) => sum + value, largest))',
]

/**
 * Returns the text of a program.
 *
 * @param {number} calls how many logging calls it has
 * @param {number} blocks how often the four lines of ordinary code stand beside a call
 * @param {boolean} isRead whether the logger is treeline's; else one whose messages and arguments are unknown
 */
export function program(calls, blocks, isRead) {
  const functions = Array.from({ length: calls }, (_, index) => {
    const ordinary = Array.from(
      { length: blocks },
      (_block, at) => `{ ${ORDINARY.map((line) => line(index + at)).join('\n')} }`,
    )
    const call = CALLS[index % CALLS.length]?.(index)
    return `export function f${index}(rows: { id: number; name: string }[], sums: Map<string, number>): void {
${[...ordinary, call].join('\n')}
}`
  })
  return HEAD.replace('LOGGER', isRead ? 'logging.Logger' : 'Unread') + functions.join('\n')
}
