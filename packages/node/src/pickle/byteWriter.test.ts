import { expect, test } from 'vitest'
import { ByteWriter } from './byteWriter.js'

/** Returns the bytes that a function writes, in hexadecimal. */
function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter()
  write(writer)
  return writer.result().toString('hex')
}

test.each<[string, (writer: ByteWriter) => void, string]>([
  ['a byte', (writer) => writer.byte(0xfe), 'fe'],
  ['16 bits, the low byte first', (writer) => writer.uint16LE(0xfedc), 'dcfe'],
  ['32 bits with a sign, the low byte first', (writer) => writer.int32LE(-2), 'feffffff'],
  ['a double, the high byte first', (writer) => writer.doubleBE(-2.5), 'c004000000000000'],
  ['ASCII', (writer) => writer.ascii('cos\n'), '636f730a'],
  ['UTF-8 behind its length', (writer) => writer.sizedUtf8('a\u00fc\u20ac\u{1f600}'), '0a00000061c3bce282acf09f9880'],
  ['no text', (writer) => writer.sizedUtf8(''), '00000000'],
  ['lone surrogates', (writer) => writer.sizedUtf8('\ud800|\udfff\u{1f600}'), '0b000000eda0807cedbfbff09f9880'],
])('%s', (_, write, hex) => {
  expect(written(write)).toBe(hex)
})

test('all stand one behind the other', () => {
  const hex = written((writer) => {
    writer.byte(1)
    writer.uint16LE(2)
    writer.int32LE(3)
    writer.ascii('a')
  })
  expect(hex).toBe('01' + '0200' + '03000000' + '61')
})

test.each([1023, 1024, 1025, 2048, 100_000])('%d bytes have room, and what was there stays', (count) => {
  const writer = new ByteWriter()
  for (let i = 0; i < count; i++) writer.byte(i & 0xff)
  writer.int32LE(0x04030201)
  expect(writer.size).toBe(count + 4)
  const expected = Buffer.concat([
    Buffer.from(Array.from({ length: count }, (_, i) => i & 0xff)),
    Buffer.of(1, 2, 3, 4),
  ])
  expect(writer.result().equals(expected)).toBe(true)
})

test('what is taken back is written over', () => {
  const writer = new ByteWriter()
  writer.ascii('abc')
  writer.rewind(1)
  expect([writer.size, writer.result().toString()]).toEqual([1, 'a'])
  writer.ascii('z')
  expect(writer.result().toString()).toBe('az')
})
