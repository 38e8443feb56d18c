import { ByteReader } from './byteReader.js'
import { Container, type Item, LongInteger } from './container.js'
import { decodeText } from './text.js'
import { UnpicklingError } from './unpicklingError.js'

/** Marks the beginning of a tuple, or of the items for a container, on the stack. */
const MARK: unique symbol = /* @__PURE__ */ Symbol('mark')

/** The most digits of an integer: Python itself writes no more (`sys.int_info.default_max_str_digits`). */
const MAX_DIGITS = 4300
/** The most characters of a class's name in an error. */
const MAX_NAME = 100

/** The operation of each opcode, by its byte. */
const OPERATIONS: readonly (Operation | undefined)[] = /* @__PURE__ */ table({
  '(': (machine) => machine.push(MARK),
  N: (machine) => machine.push(null),
  I: (machine) => machine.push(readBoolean(machine.bytes)),
  K: (machine) => machine.push(machine.bytes.byte()),
  M: (machine) => machine.push(machine.bytes.uint16()),
  J: (machine) => machine.push(machine.bytes.int32()),
  L: (machine) => machine.push(readLong(machine.bytes)),
  G: (machine) => machine.push(machine.bytes.float64()),
  X: (machine) => machine.push(decodeText(machine.bytes.slice(machine.bytes.uint32()))),
  ']': (machine) => machine.push(new Container('list')),
  '}': (machine) => machine.push(new Container('dict')),
  ')': (machine) => machine.push(new Container('tuple')),
  t: (machine) => machine.push(new Container('tuple', machine.popToMark())),
  a: (machine) => machine.addTo('list', [machine.pop()]),
  e: (machine) => machine.addTo('list', machine.popToMark()),
  s: (machine) => machine.addTo('dict', [machine.pop(), machine.pop()].reverse()),
  u: (machine) => machine.addTo('dict', machine.popToMark()),
  q: (machine) => machine.put(machine.bytes.byte()),
  r: (machine) => machine.put(machine.bytes.uint32()),
  h: (machine) => machine.get(machine.bytes.byte()),
  j: (machine) => machine.get(machine.bytes.uint32()),
})

type Operation = (machine: PickleMachine) => void

function table(operations: Readonly<Record<string, Operation>>): (Operation | undefined)[] {
  const byByte: (Operation | undefined)[] = Array.from({ length: 256 })
  for (const opcode in operations) byByte[opcode.charCodeAt(0)] = operations[opcode]
  return byByte
}

const STOP = '.'.charCodeAt(0)

/** Runs a pickle as the program of a stack machine, with the operations of plain data only. */
export class PickleMachine {
  readonly bytes: ByteReader
  private readonly stack: (Item | typeof MARK)[] = []
  private readonly memo = new Map<number, Item>()
  private readonly maxValues: number
  private values = 0

  constructor(bytes: Uint8Array, maxValues: number) {
    this.bytes = new ByteReader(bytes)
    this.maxValues = maxValues
  }

  /**
   * Runs the program.
   *
   * @returns its value
   * @throws UnpicklingError for a program that is wrong, not of protocol 1, or not of plain data
   */
  run(): Item {
    for (;;) {
      const opcode = this.bytes.byte()
      if (opcode === STOP) return this.end()
      const operation = OPERATIONS[opcode]
      if (operation === undefined) throw refusal(opcode, this.bytes)
      operation(this)
    }
  }

  /**
   * Puts a value or a mark on the stack.
   *
   * @throws UnpicklingError for more values than the limits allow
   */
  push(item: Item | typeof MARK): void {
    if (++this.values > this.maxValues) throw new UnpicklingError(`it has more than ${this.maxValues} values`)
    this.stack.push(item)
  }

  /**
   * Takes the value on top of the stack.
   *
   * @throws UnpicklingError where there is none
   */
  pop(): Item {
    const item = this.stack.pop()
    if (item === undefined || item === MARK) throw new UnpicklingError('a value is missing on the stack')
    return item
  }

  /**
   * Takes the values above the topmost mark, and the mark.
   *
   * @throws UnpicklingError where there is no mark
   */
  popToMark(): Item[] {
    const mark = this.stack.lastIndexOf(MARK)
    if (mark < 0) throw new UnpicklingError('a mark is missing on the stack')
    const items = this.stack.splice(mark) as Item[]
    items.shift()
    return items
  }

  /**
   * Adds items to the container on top of the stack.
   *
   * @throws UnpicklingError where there is no container of that kind
   */
  addTo(kind: Container['kind'], items: readonly Item[]): void {
    const target = this.stack.at(-1)
    if (!(target instanceof Container) || target.kind !== kind) {
      throw new UnpicklingError(`a ${kind} is missing on the stack`)
    }
    if (kind === 'dict') checkKeys(items)
    for (const item of items) target.items.push(item)
  }

  /**
   * Stores the value on top of the stack in the memo.
   *
   * @throws UnpicklingError where there is none, or for more values than the limits allow
   */
  put(index: number): void {
    const item = this.stack.at(-1)
    if (item === undefined || item === MARK) throw new UnpicklingError('a value is missing on the stack')
    this.memo.set(index, item)
    if (this.memo.size > this.maxValues) throw new UnpicklingError(`it has more than ${this.maxValues} values`)
  }

  /**
   * Puts a value of the memo on the stack.
   *
   * @throws UnpicklingError where the memo lacks it
   */
  get(index: number): void {
    const item = this.memo.get(index)
    if (item === undefined) throw new UnpicklingError(`the memo has no value ${index}`)
    this.push(item)
  }

  /**
   * Returns the value of the whole pickle.
   *
   * @throws UnpicklingError where values or bytes are left
   */
  private end(): Item {
    const item = this.pop()
    if (this.stack.length > 0) throw new UnpicklingError('values are left on the stack')
    if (this.bytes.left > 0) throw new UnpicklingError('bytes are left behind its end')
    return item
  }
}

/**
 * Checks that each key has a value and that a dict may have it.
 *
 * @throws UnpicklingError otherwise
 */
function checkKeys(items: readonly Item[]): void {
  if (items.length % 2 === 1) throw new UnpicklingError('a key has no value')
  for (let at = 0; at < items.length; at += 2) {
    const key = items[at]
    if (key instanceof Container && key.kind !== 'tuple') throw new UnpicklingError(`a key is a ${key.kind}`)
  }
}

/**
 * Reads a boolean, which protocol 1 writes as an integer of two digits.
 *
 * @throws UnpicklingError for any other integer, which only protocol 0 writes so
 */
function readBoolean(bytes: ByteReader): boolean {
  const text = bytes.line(MAX_DIGITS)
  if (text !== '01' && text !== '00')
    throw new UnpicklingError('an integer is written as in protocol 0; protocol 1 is read')
  return text === '01'
}

/**
 * Reads a long integer.
 *
 * @throws UnpicklingError for anything else
 */
function readLong(bytes: ByteReader): number | LongInteger {
  const text = bytes.line(MAX_DIGITS + 2)
  const digits = /^(-?\d+)L$/.exec(text)?.[1]
  if (digits === undefined) throw new UnpicklingError('a long integer is no number')
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : new LongInteger(BigInt(digits), digits.length)
}

const PROTO = 0x80
/** The opcodes that name a callable by the two lines behind them. */
const NAMING: ReadonlySet<string> = /* @__PURE__ */ new Set(['c', 'i'])

function refusal(opcode: number, bytes: ByteReader): UnpicklingError {
  if (opcode === PROTO) {
    return new UnpicklingError(
      `it is of protocol ${bytes.left > 0 ? bytes.byte() : '?'}; only protocol 1 is read, as SocketHandler writes it`,
    )
  }
  const name = String.fromCharCode(opcode)
  if (NAMING.has(name)) return new UnpicklingError(`it holds ${nameBehind(bytes)}; only plain data is read`)
  const shown = /[!-~]/.test(name) ? `'${name}'` : `0x${opcode.toString(16).padStart(2, '0')}`
  return new UnpicklingError(`opcode ${shown} at byte ${bytes.at - 1} is not one of plain data in protocol 1`)
}

/** Returns the name of the class, so that the value can be found in the sender's program. */
function nameBehind(bytes: ByteReader): string {
  try {
    const name = `${bytes.line(MAX_NAME)}.${bytes.line(MAX_NAME)}`
    if (!/^[\w.]+$/.test(name)) return 'an object'
    return name === '_codecs.encode' ? 'bytes' : `an object of ${name}`
  } catch {
    return 'an object'
  }
}
