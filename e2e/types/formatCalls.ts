// Logging calls, right and wrong, with the compiler's answer to each: what it asks for in place of the message. types.test.ts
// compiles them.

/** What the calls are made with. */
export const HEAD = `
import * as logging from 'treeline'
declare const log: logging.Logger
declare const name: string
declare const text: string
declare const count: number
declare const big: bigint
declare const isOne: boolean
declare const maybe: number | undefined
declare const either: string | number
declare const err: Error
declare const failure: Error | string
declare const noError: Error | undefined
declare const caught: unknown
declare const anything: any
declare const object: object
declare const user: { name: string; age: number; note?: string }
declare const record: Record<string, unknown>
declare const map: Map<string, number>
declare const rest: unknown[]
declare const pair: [string, number]
declare const some: [string, ...number[]]
declare const date: Date
enum Code { Found = 200 }
enum Text { Paid = '%s paid' }
type Id = number & { readonly id: unique symbol }
declare const id: Id
`

const RIGHT = ''

/** Each call of a method of `log`, with the answer. */
export const CALLS: readonly (readonly [call: string, answer: string])[] = [
  // Arguments in their number.
  ["info('started')", RIGHT],
  ["info('')", RIGHT],
  ["info('user %s did %d', name, count)", RIGHT],
  ["info('user %s did %d', name)", 'argument 2 (%d) is missing'],
  ["info('user %s')", 'argument 1 (%s) is missing'],
  ["info('%s %s %s %s', 1, 2, 3)", 'argument 4 (%s) is missing'],
  ["info('user %s', name, count)", 'argument 2 has no place in the format: write %s for it'],
  ["info('started', name)", 'argument 1 has no place in the format: write %s for it'],
  ["info('', 1)", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', true)", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', 5n)", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', Symbol())", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', null)", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', undefined)", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', [1, 2])", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', () => 1)", 'argument 1 has no place in the format: write %s for it'],
  ["info('started', err, name)", 'argument 2 has no place in the format: write %s for it'],
  ["info(isOne ? '%d item' : '%d items', count)", RIGHT],
  ["info(isOne ? 'one item' : '%d items', count)", 'argument 1 has no place in the format: write %s for it'],
  ['info(Text.Paid, name)', RIGHT],
  ['info(Text.Paid)', 'argument 1 (%s) is missing'],

  // Their types.
  ["info('%d', name)", 'argument 1 (%d) has to be a number'],
  ["info('%s %d', name, '7')", 'argument 2 (%d) has to be a number'],
  ["info('%d', null)", 'argument 1 (%d) has to be a number'],
  ["info('%d', maybe)", 'argument 1 (%d) has to be a number'],
  ["info('%d', either)", 'argument 1 (%d) has to be a number'],
  ["info('%d', user)", 'argument 1 (%d) has to be a number'],
  ["info('%d', caught)", 'argument 1 (%d) has to be a number'],
  ["info('%x', [1])", 'argument 1 (%x) has to be a number'],
  ["info('%.3f', name)", 'argument 1 (%.3f) has to be a number'],
  ["info('%c', user)", 'argument 1 (%c) has to be a number or a character'],
  ["info('%d %d %d %d', count, big, isOne, 1.5)", RIGHT],
  ["info('%i %u %o %x %X %e %E %f %F %g %G', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)", RIGHT],
  ["info('%c%c', 65, 'B')", RIGHT],
  ["info('%d %d', Code.Found, id)", RIGHT],
  ["info('%d', anything)", RIGHT],
  ["info('%s %r %a', name, name, name)", RIGHT],
  ["info('%s %r %a', caught, caught, caught)", RIGHT],
  ["info('%s %s %s %s %s', null, undefined, Symbol(), date, () => 1)", RIGHT],
  ["info('%s %s %s %s', either, maybe, user, [1])", RIGHT],

  // Flags, width and precision.
  ["info('%-10s|%5.1f|%05d|%+d|% d|%#x', name, 1.5, 3, 4, 5, 6)", RIGHT],
  ["info('%ld %hd', 1, 2)", RIGHT],
  ["info('%*d', 5, count)", RIGHT],
  ["info('%-*.*f|', 8, 2, 1.5)", RIGHT],
  ["info('%*d', count)", 'argument 2 (%*d) is missing'],
  ["info('%*d')", 'argument 1 (%*d) is missing'],
  ["info('%*d', name, count)", 'argument 1 (%*) has to be a number'],
  ["info('%5d', name)", 'argument 1 (%5d) has to be a number'],

  // What is no conversion.
  ["info('%q', count)", '%q is no conversion: write %% for a percent sign'],
  ["info('%s %q', name, count)", '%q is no conversion: write %% for a percent sign'],
  ["info('got %j', user)", '%j is no conversion: write %% for a percent sign'],
  ["info('%s is at 95%', name)", '% is no conversion: write %% for a percent sign'],
  ["info('load is 95%, giving up', count)", '%, is no conversion: write %% for a percent sign'],
  ["info('%5%', count)", '%5% is no conversion: write %% for a percent sign'],
  ["info('50% done with %s', name)", 'argument 1 (% d) has to be a number'],
  ["info('user %s at 95% done', name, err)", 'argument 2 (% d) has to be a number'],
  ["info('%d%% of %s', 95, name)", RIGHT],
  ["info('%%')", RIGHT],
  ["info('%%', count)", 'argument 1 has no place in the format: write %s for it'],

  // Percent signs that are no conversions, in a text alone or with what goes behind it.
  ["info('100% done')", RIGHT],
  ["info('95%')", RIGHT],
  ["info('not 100% sure')", RIGHT],
  ["info('%q')", RIGHT],
  ["info('GET /a%20b?c=%2F')", RIGHT],
  ['info("name LIKE \'%foo%\'")', RIGHT],
  ["error('load is 95%, giving up', err)", RIGHT],
  ["error('load is 95%, giving up', caught)", RIGHT],
  ["info('GET /a%20b', { extra: { status: 200 } })", RIGHT],
  ["info('GET /a%20b', err, { extra: { status: 200 } }, user)", RIGHT],
  ["info('100% sure', { id: 1 })", RIGHT],
  ["error('100% sure', err, { id: 1 })", RIGHT],
  ["error('%q', err)", RIGHT],
  ["info('took %d ms')", 'argument 1 (%d) is missing'],
  ["info('took %5.2f ms')", 'argument 1 (%5.2f) is missing'],
  ["info('100% done: %s')", 'argument 1 (%s) is missing'],
  ["info('took %d ms', err)", 'argument 1 (%d) has to be a number'],
  ["info('took %d ms', { extra: { a: 1 } })", 'argument 1 (%d) has to be a number'],

  // Errors, keywords and fields behind the arguments.
  ["error('failed', err)", RIGHT],
  ["error('failed', caught)", RIGHT],
  ["error('failed', noError)", RIGHT],
  ["error('failed', failure)", RIGHT],
  ["error('failed: %s', name, err)", RIGHT],
  ["error('failed: %s', name, caught)", RIGHT],
  ["exception('failed: %s', name, err)", RIGHT],
  ["error('failed: %s', err)", RIGHT],
  ["info('started', { port: 80 })", RIGHT],
  ["info('started', user)", RIGHT],
  ["info('started', map)", RIGHT],
  ["info('%d items', count, { cart: 7 })", RIGHT],
  ["info('x', { extra: user })", RIGHT],
  ["info('x %s', name, { extra: user, exc_info: caught, stack_info: true, stacklevel: 2 })", RIGHT],
  ["error('x %s', name, err, { extra: user }, { port: 80 })", RIGHT],
  ["error('x %s', name, { port: 80 }, { extra: user }, err)", RIGHT],
  ["info('user %s', { extra: user })", RIGHT],
  ["info('user %s did %d', name, err)", 'argument 2 (%d) has to be a number'],
  ["info('user %s', { extra: user }, name)", 'argument 2 has no place in the format: write %s for it'],

  // A mapping.
  ["info('%(name)s', { name })", RIGHT],
  ["info('%(name)s is %(age)d%%', user)", RIGHT],
  ["info('%(note)s', user)", RIGHT],
  ["info('%(name)-10s|%(age)05.1f', user)", RIGHT],
  ["info('%(name)s', user, err, { extra: user })", RIGHT],
  ["info('%(name)s', err, user)", RIGHT],
  ["info('%(x)s %(y)d', record)", "the value of 'y' (%d) has to be a number"],
  ["info('%(x)s %(y)d', map)", RIGHT],
  ["info('%(x)s %(y)d', anything)", RIGHT],
  ["info('%(x)s', object)", RIGHT],
  ["info('%(x)s', caught)", RIGHT],
  ["info('%(1)s', { 1: name })", RIGHT],
  ["info('%(user)s', { usr: 1 })", "no mapping with the key 'user' is given"],
  ["info('%(name)s %(user)s', user)", "no mapping with the key 'user' is given"],
  ["info('%(user)s')", "no mapping with the key 'user' is given"],
  ["info('%(user)s', name)", "no mapping with the key 'user' is given"],
  ["info('%(user)s', err)", "no mapping with the key 'user' is given"],
  ["info('%(user)s', { extra: user })", "no mapping with the key 'user' is given"],
  ["info('%(name)d', user)", "the value of 'name' (%d) has to be a number"],
  ["info('%(note)x', user)", "the value of 'note' (%x) has to be a number"],
  ["info('%(name)s', user, 3)", 'argument 2 has no place in the format: write %s for it'],

  // What is known only at run time.
  ['info(text)', RIGHT],
  ['info(text, 1, 2)', RIGHT],
  ["info('user ' + text + ' %d', name)", RIGHT],
  ["info('%d' as string, name)", RIGHT],
  ['info(`user ${name} %s %d`, 1)', RIGHT],
  ["info('%s %s', ...rest)", RIGHT],
  ["info('%s %d', ...some)", RIGHT],
  ["info('%s %d', ...pair)", RIGHT],
  ["info('%s', ...pair)", 'argument 2 has no place in the format: write %s for it'],
  ["info('%s %s %d', name, ...pair)", RIGHT],
  ['info(anything, 1)', RIGHT],

  // Messages that are no text.
  ['info(() => `${count} items`)', RIGHT],
  ['info`user ${name} did ${count}`', RIGHT],
  ['info`100% ${anything}`', RIGHT],
  ['error(err)', RIGHT],
  ['error(caught)', RIGHT],
  ["error(err, 'ignored')", RIGHT],
  ['info({ port: 80 })', RIGHT],
  ['info(42)', RIGHT],
  ['info(null)', RIGHT],

  // log() takes a level first.
  ["log(25, 'user %s', name)", RIGHT],
  ["log(25, 'user %s')", 'argument 1 (%s) is missing'],
  ["log(logging.INFO, 'started', name)", 'argument 1 has no place in the format: write %s for it'],
]
