import { percent } from '../../text/percent.js'
import { repr } from '../../text/repr.js'
import { entriesOf, type PythonContainers } from './pythonContainers.js'
import type { PythonValue } from './pythonValue.js'

/** The most bits of an integer that operators make. */
const MAX_BITS = 65_536
const BITS_OF_A_DIGIT = 4

/** The error for operands that an operator cannot take. The text says what it expected. */
export class OperandError extends Error {}

const INTEGERS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '<<': (a, b) => bounded(bitsOf(a) + Number(natural('<<', b)), () => a << b),
  '>>': (a, b) => a >> natural('>>', b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => bounded(bitsOf(a) + bitsOf(b), () => a * b),
  '//': (a, b) => quotient(a, divisor(b)),
  '%': (a, b) => a - divisor(b) * quotient(a, b),
  '**': (a, b) => bounded(bitsOf(a) * Number(natural('**', b)), () => a ** b),
}

const NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / Number(divisor(b)),
}

/**
 * Returns the result of Python's operator with numbers; `+`, `*` and `%` with texts, `+` and `*` with bytes, lists and tuples
 * too. The result is bounded.
 *
 * @throws OperandError for other operands; RangeError for a division by zero, or more than the bound; what Python's `%` throws
 */
export function operate(
  operator: string,
  left: PythonValue,
  right: PythonValue,
  containers: PythonContainers,
): PythonValue {
  if (isNumber(left) && isNumber(right)) return calculate(operator, left, right)
  if (operator === '%' && typeof left === 'string') return merge(left, right, containers)
  const joined =
    operator === '+'
      ? join(left, right, containers)
      : operator === '*'
        ? (repeat(left, right, containers) ?? repeat(right, left, containers))
        : undefined
  if (joined === undefined) throw new OperandError(`numbers around ${repr(operator)}`)
  return joined
}

/**
 * Returns an integer with all its bits changed.
 *
 * @throws OperandError for anything but an integer
 */
export function invert(value: PythonValue): PythonValue {
  if (!isNumber(value) || !isInteger(value)) throw new OperandError("an integer behind '~'")
  return narrow(~BigInt(value))
}

/** Returns an integer as a number if that is exact. */
export function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** Returns whether a value is a number; a boolean is none. */
export function isNumber(value: PythonValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Returns whether a number is an integer. JavaScript's 7.0 is 7. */
export function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value)
}

// --- numbers ---------------------------------------------------------------------------------------------------------

function calculate(operator: string, left: number | bigint, right: number | bigint): number | bigint {
  const ofIntegers = INTEGERS[operator]
  if (ofIntegers !== undefined && isInteger(left) && isInteger(right))
    return narrow(ofIntegers(BigInt(left), BigInt(right)))
  const ofNumbers = NUMBERS[operator]
  if (ofNumbers === undefined) throw new OperandError(`integers around ${repr(operator)}`)
  if (operator === '/' && (typeof left === 'bigint' || typeof right === 'bigint'))
    throw new OperandError("numbers below 2**53 around '/'")
  return ofNumbers(Number(left), Number(right))
}

function bounded(bits: number, make: () => bigint): bigint {
  if (bits > MAX_BITS) throw new RangeError(`an integer of more than ${MAX_BITS} bits is not made`)
  return make()
}

function bitsOf(value: bigint): number {
  return value.toString(16).length * BITS_OF_A_DIGIT
}

function natural(operator: string, value: bigint): bigint {
  if (value < 0n) throw new OperandError(`an integer from 0 on behind ${repr(operator)}`)
  return value
}

function divisor<N extends number | bigint>(value: N): N {
  if (!value) throw new RangeError('division by zero')
  return value
}

/** Returns a quotient rounded down, as in Python. */
function quotient(a: bigint, b: bigint): bigint {
  const cut = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? cut - 1n : cut
}

// --- texts and sequences ---------------------------------------------------------------------------------------------

/** Returns two texts, bytes, lists or tuples joined; undefined for other values. */
function join(left: PythonValue, right: PythonValue, containers: PythonContainers): PythonValue | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    containers.account(left.length + right.length)
    return left + right
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    containers.account(left.length + right.length)
    return Uint8Array.from([...left, ...right])
  }
  const isTuple = containers.isTuple(left)
  if (!Array.isArray(left) || !Array.isArray(right) || isTuple !== containers.isTuple(right)) return undefined
  containers.account(left.length + right.length)
  const items = [...left, ...right]
  return isTuple ? containers.tuple(items) : items
}

/** Returns a sequence repeated; undefined for other values. */
function repeat(value: PythonValue, times: PythonValue, containers: PythonContainers): PythonValue | undefined {
  if (!isNumber(times) || !isInteger(times)) return undefined
  const isSequence = typeof value === 'string' || value instanceof Uint8Array || Array.isArray(value)
  if (!isSequence) return undefined
  const count = value.length === 0 ? 0 : Math.max(0, Number(times))
  containers.account(value.length * count)
  if (typeof value === 'string') return value.repeat(count)
  if (value instanceof Uint8Array)
    return Uint8Array.from({ length: value.length * count }, (_, i) => value[i % value.length]!)
  const items = Array.from({ length: count }, () => value).flat(1)
  return containers.isTuple(value) ? containers.tuple(items) : items
}

/**
 * Returns Python's `format % values`, for texts and integers: the texts of other values differ between the languages.
 *
 * @throws OperandError for other values; RangeError for a text that is too long; what Python's `%` throws
 */
function merge(text: string, right: PythonValue, containers: PythonContainers): string {
  const format = percent(text)
  const entries = entriesOf(right)
  const values = entries?.map(([, value]) => value) ?? (containers.isTuple(right) ? right : [right])
  const isMade = values.every((value) => typeof value === 'string' || (isNumber(value) && isInteger(value)))
  const fits = entries === undefined || format.conversions.every(({ key }) => key !== undefined)
  if (!isMade || !fits) throw new OperandError("texts and integers behind '%'")
  let size = text.length
  for (const { width, precision } of format.conversions) {
    if (Number.isNaN(width) || Number.isNaN(precision)) throw new OperandError("no '*' in a format")
    size += width + (precision ?? 0)
  }
  containers.account(size)
  const longest = Math.max(0, ...values.map((value) => String(value).length))
  containers.account(format.conversions.length * longest)
  return format.format(entries === undefined ? values : right)
}
