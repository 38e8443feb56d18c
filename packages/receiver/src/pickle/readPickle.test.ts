import { expect, test } from 'vitest'
import { readPickle } from './readPickle.js'
import { UnpicklingError } from './unpicklingError.js'

const LIMITS = { maxBytes: 10_000, maxValues: 500, maxDepth: 8 }

type Parts = readonly (string | number | Uint8Array)[]

/** Bytes of texts, one byte a character, and of numbers. */
function bytes(...parts: Parts): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => {
      if (typeof part === 'number') return [part]
      return typeof part === 'string' ? [...part].map((character) => character.charCodeAt(0)) : [...part]
    }),
  )
}

function uint32(value: number): Uint8Array {
  const four = new Uint8Array(4)
  new DataView(four.buffer).setUint32(0, value, true)
  return four
}

function text(value: string): Uint8Array {
  const utf8 = new TextEncoder().encode(value)
  return bytes('X', uint32(utf8.length), utf8)
}

function float(value: number): Uint8Array {
  const eight = new Uint8Array(8)
  new DataView(eight.buffer).setFloat64(0, value)
  return bytes('G', eight)
}

function read(...parts: Parts): unknown {
  return readPickle(bytes(...parts), LIMITS)
}

function refused(...parts: Parts): string {
  try {
    readPickle(bytes(...parts), LIMITS)
  } catch (error) {
    expect(error).toBeInstanceOf(UnpicklingError)
    return (error as Error).message
  }
  throw new Error('it was read')
}

test.each<[string, Parts, unknown]>([
  ['None', ['N.'], null],
  ['True', ['I01\n.'], true],
  ['False', ['I00\n.'], false],
  ['one byte', ['K', 255, '.'], 255],
  ['two bytes', ['M', 0x34, 0x12, '.'], 0x1234],
  ['four bytes', ['J', uint32(0xffff_fffe), '.'], -2],
  ['a long that is safe', ['L9007199254740991L\n.'], 9007199254740991],
  ['a long that is not', ['L-9007199254740993L\n.'], -9007199254740993n],
  ['a float', [float(2.5), '.'], 2.5],
  ['not a number', [float(NaN), '.'], NaN],
  ['minus zero', [float(-0), '.'], -0],
  ['a text', [text('ü€😀\0'), '.'], 'ü€😀\0'],
  ['a mark of byte order', [text('\ufeffx'), '.'], '\ufeffx'],
  ['half a pair', ['X', uint32(5), 'a', 0xed, 0xa0, 0xbd, 'b.'], 'a\ud83db'],
  [
    'a Korean text beside half a pair',
    ['X', uint32(6), new TextEncoder().encode('한'), 0xed, 0xb8, 0x80, '.'],
    '한\ude00',
  ],
  ['an empty list', [']q', 0, '.'], []],
  ['one item', [']q', 0, 'Na.'], [null]],
  ['items', [']q', 0, '(NK', 1, 'e.'], [null, 1]],
  ['an empty tuple', [').'], []],
  ['a tuple', ['(NK', 1, 'tq', 0, '.'], [null, 1]],
  ['a shared text', ['(', text('a'), 'q', 0, 'h', 0, 'tq', 1, '.'], ['a', 'a']],
  ['long places of the memo', ['(', text('a'), 'r', uint32(70_000), 'j', uint32(70_000), 't.'], ['a', 'a']],
  ['a dict with other keys', ['}K', 1, 'Ns.'], new Map([[1, null]])],
  ['a dict with a tuple as a key', ['})Ns.'], new Map([[[], null]])],
  [
    'a dict with a text and another key',
    ['}(', text('a'), 'NK', 1, 'Nu.'],
    new Map<unknown, null>([
      ['a', null],
      [1, null],
    ]),
  ],
])('%s', (_, parts, value) => {
  expect(read(...parts)).toEqual(value)
})

test('a dict is an object without a prototype, in which every key is an ordinary one', () => {
  const dict = read('}(', text('__proto__'), '}', text('polluted'), 'I01\ns', text('constructor'), 'Nu.') as object
  expect(Object.getPrototypeOf(dict)).toBeNull()
  expect(Object.keys(dict)).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('what is shared is made anew each time', () => {
  const [one, other] = read('(]q', 0, 'h', 0, 't.') as unknown[]
  expect(one).toEqual(other)
  expect(one).not.toBe(other)
})

// Each would call something, or make an object, in Python's reader.
test.each<[string, Parts, string]>([
  [
    'GLOBAL and REDUCE',
    ['cos\nsystem\n(', text('id'), 'tR.'],
    'it holds an object of os.system; only plain data is read',
  ],
  ['bytes', ['c_codecs\nencode\n(', text('x'), text('latin1'), 'tR.'], 'it holds bytes; only plain data is read'],
  ['INST', ['(', text('id'), 'ios\nsystem\n.'], 'it holds an object of os.system; only plain data is read'],
  ['a name with a line break of its own', ['c\r\n\x1b[2J\n.'], 'it holds an object; only plain data is read'],
  ['a name that is cut', ['cos\nsys'], 'it holds an object; only plain data is read'],
  ['a name without end', ['c', 'x'.repeat(5000)], 'it holds an object; only plain data is read'],
  ['OBJ', ['(cos\nsystem\no.'], 'it holds an object of os.system; only plain data is read'],
  ['REDUCE', ['NNR.'], "opcode 'R' at byte 2 is not one of plain data in protocol 1"],
  ['BUILD', ['NNb.'], "opcode 'b' at byte 2 is not one of plain data in protocol 1"],
  ['NEWOBJ', ['NN', 0x81, '.'], 'opcode 0x81 at byte 2 is not one of plain data in protocol 1'],
  ['NEWOBJ_EX', ['NNN', 0x92, '.'], 'opcode 0x92 at byte 3 is not one of plain data in protocol 1'],
  [
    'STACK_GLOBAL',
    [text('os'), text('system'), 0x93, '.'],
    'opcode 0x93 at byte 18 is not one of plain data in protocol 1',
  ],
  ['EXT1', [0x82, 1, '.'], 'opcode 0x82 at byte 0 is not one of plain data in protocol 1'],
  ['EXT2', [0x83, 1, 0, '.'], 'opcode 0x83 at byte 0 is not one of plain data in protocol 1'],
  ['EXT4', [0x84, uint32(1), '.'], 'opcode 0x84 at byte 0 is not one of plain data in protocol 1'],
  ['PERSID', ['Pid\n.'], "opcode 'P' at byte 0 is not one of plain data in protocol 1"],
  ['BINPERSID', ['NQ.'], "opcode 'Q' at byte 1 is not one of plain data in protocol 1"],
  ['NEXT_BUFFER', [0x97, '.'], 'opcode 0x97 at byte 0 is not one of plain data in protocol 1'],
  ['protocol 2', [0x80, 2, 'N.'], 'it is of protocol 2; only protocol 1 is read, as SocketHandler writes it'],
  ['protocol 5', [0x80, 5, 'N.'], 'it is of protocol 5; only protocol 1 is read, as SocketHandler writes it'],
  ['protocol 0', ['I7\n.'], 'an integer is written as in protocol 0; protocol 1 is read'],
])('%s is refused', (_, parts, message) => {
  expect(refused(...parts)).toBe(message)
})

test.each<[string, Parts, string]>([
  ['nothing', [], 'it ends too early'],
  ['no end', ['N'], 'it ends too early'],
  ['an empty end', ['.'], 'a value is missing on the stack'],
  ['more behind the end', ['N.N'], 'bytes are left behind its end'],
  ['more on the stack', ['NN.'], 'values are left on the stack'],
  ['a mark as the value', ['(.'], 'a value is missing on the stack'],
  ['a tuple without a mark', ['Nt.'], 'a mark is missing on the stack'],
  ['an item for a tuple', [')Na.'], 'a list is missing on the stack'],
  ['items for nothing', ['(Ne.'], 'a list is missing on the stack'],
  ['a pair for a list', [']NNs.'], 'a dict is missing on the stack'],
  ['a key without a value', ['}(Nu.'], 'a key has no value'],
  ['a list as a key', ['}]Ns.'], 'a key is a list'],
  ['a memo of nothing', ['q', 0, '.'], 'a value is missing on the stack'],
  ['a memo of a mark', ['(q', 0, 't.'], 'a value is missing on the stack'],
  ['an empty place of the memo', ['h', 3, '.'], 'the memo has no value 3'],
  ['a boolean in words', ['ITrue\n.'], 'an integer is written as in protocol 0; protocol 1 is read'],
  ['a long in words', ['LxL\n.'], 'a long integer is no number'],
  ['a long without its letter', ['L12\n.'], 'a long integer is no number'],
  ['bytes that are no UTF-8', ['X', uint32(2), 0xc3, 0x28, '.'], 'a text is not UTF-8'],
  ['half a pair in parts', ['X', uint32(2), 0xed, 0xa0, '.'], 'a text is not UTF-8'],
])('%s is no pickle', (_, parts, message) => {
  expect(refused(...parts)).toBe(message)
})

test.each<[string, Parts, string]>([
  ['a length of 4 GiB', ['X', uint32(0xffff_ffff), 'x.'], 'it ends too early'],
  ['a length of 2 GiB', ['X', uint32(0x7fff_ffff), 'x.'], 'it ends too early'],
  ['a long without end', ['L', '9'.repeat(9000)], 'a line is longer than 4302 bytes'],
  ['more bytes', ['X', uint32(20_000), 'x'.repeat(20_000), '.'], 'it is longer than 10000 bytes'],
  ['more values', ['N'.repeat(501)], 'it has more than 500 values'],
  ['more marks', ['('.repeat(501)], 'it has more than 500 values'],
  [
    'places of the memo',
    ['N', ...Array.from({ length: 501 }, (__, at) => bytes('r', uint32(at * 7_919_000)))],
    'it has more than 500 values',
  ],
  ['lists within lists', [']'.repeat(9), 'a'.repeat(8), '.'], 'a value is nested more than 8 deep'],
  ['a list within itself', [']q', 0, 'h', 0, 'a.'], 'a value is nested more than 8 deep'],
  ['a dict within itself', ['}q', 0, text('self'), 'h', 0, 's.'], 'a value is nested more than 8 deep'],
  ['a tuple within its list', [']q', 0, '(h', 0, 'ta.'], 'a value is nested more than 8 deep'],
  ['tuples of the same tuples', [bomb(), '.'], 'it has more than 500 values'],
  [
    'a text in many places',
    ['(', text('x'.repeat(1000)), 'q', 0, ...Array.from({ length: 20 }, () => bytes('h', 0)), 't.'],
    'its texts have more than 10000 characters',
  ],
  [
    'a long in many places',
    ['(L', '9'.repeat(1000), 'L\nq', 0, ...Array.from({ length: 20 }, () => bytes('h', 0)), 't.'],
    'its texts have more than 10000 characters',
  ],
])('%s: no more than the limits', (_, parts, message) => {
  expect(refused(...parts)).toBe(message)
})

/** A tuple of ten times the same tuple of ten times the same one, and so on: 10,000 values of 50. */
function bomb(): Uint8Array {
  let inner = bytes('Nq', 0)
  for (let level = 1; level <= 4; level++) {
    inner = bytes('(', inner, ...Array.from({ length: 9 }, () => bytes('h', level - 1)), 'tq', level)
  }
  return inner
}

test('as many values, and places of the memo, as there may be', () => {
  const places = Array.from({ length: 500 }, (_, at) => bytes('r', uint32(at * 7_919_000)))
  expect(read('N', ...places, '.')).toBeNull()
  expect(refused('N', ...places, 'r', uint32(7), '.')).toBe('it has more than 500 values')
  expect(read('(', 'N'.repeat(498), 't.')).toHaveLength(498)
})

test('as many bytes, characters and levels as there may be', () => {
  expect(read('X', uint32(9994), 'x'.repeat(9994), '.')).toHaveLength(9994)
  expect(refused('X', uint32(9995), 'x'.repeat(9995), '.')).toBe('it is longer than 10000 bytes')
  const shared = (length: number): Parts => ['(', text('x'.repeat(length)), 'q', 0, 'h', 0, 't.']
  expect(read(...shared(5000))).toHaveLength(2)
  expect(refused(...shared(5001))).toBe('its texts have more than 10000 characters')
  expect(read(']'.repeat(8), 'a'.repeat(7), '.')).toEqual([[[[[[[[]]]]]]]])
})

test('an integer has as many digits as Python writes', () => {
  expect(read('L', '-', '9'.repeat(4300), 'L\n.')).toBe(-(10n ** 4300n) + 1n)
  expect(refused('L', '-', '9'.repeat(4301), 'L\n.')).toBe('a line is longer than 4302 bytes')
})

test('half a pair is one of three bytes in its ranges', () => {
  const half = (...three: number[]): Parts => ['X', uint32(3), ...three, '.']
  expect(read(...half(0xed, 0xa0, 0x80))).toBe('\ud800')
  expect(read(...half(0xed, 0xbf, 0xbf))).toBe('\udfff')
  for (const [second, third] of [
    [0xc0, 0x80],
    [0xa0, 0x7f],
    [0xa0, 0xc0],
  ] as const)
    expect(refused(...half(0xed, second, third))).toBe('a text is not UTF-8')
  expect(read('X', uint32(6), 0xed, 0x9f, 0xbf, 0xed, 0xa0, 0x80, '.')).toBe('\ud7ff\ud800')
})

test.each<[string, Parts, string]>([
  ['an opcode that is the first to be shown', ['!'], "opcode '!' at byte 0 is not one of plain data in protocol 1"],
  ['the last', ['~'], "opcode '~' at byte 0 is not one of plain data in protocol 1"],
  ['a space', [' '], 'opcode 0x20 at byte 0 is not one of plain data in protocol 1'],
  ['a line feed', ['\n'], 'opcode 0x0a at byte 0 is not one of plain data in protocol 1'],
  ['a protocol that is cut off', [0x80], 'it is of protocol ?; only protocol 1 is read, as SocketHandler writes it'],
  [
    'a name as long as one that is told',
    ['c', 'm'.repeat(100), '\n', 'n'.repeat(100), '\n'],
    `it holds an object of ${'m'.repeat(100)}.${'n'.repeat(100)}; only plain data is read`,
  ],
  ['a longer one', ['cm\n', 'n'.repeat(101), '\n'], 'it holds an object; only plain data is read'],
  ['a dict as a key', ['}}Ns.'], 'a key is a dict'],
  ['digits behind a long', ['L12L3\n.'], 'a long integer is no number'],
])('%s is refused in words', (_, parts, message) => {
  expect(refused(...parts)).toBe(message)
})
