import { expect, test } from 'vitest'
import { LineSplitter, MAX_LINE_BYTES } from './lineSplitter.js'

/** Returns the lines of chunks. */
function lines(...chunks: (string | Buffer)[]): string[] {
  const splitter = new LineSplitter()
  return [...chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk as string))), ...splitter.end()]
}

test('lines come out whole, wherever the chunks end', () => {
  const text = 'a\n\nbö€😀b\nc'
  const bytes = Buffer.from(text)
  for (let size = 1; size <= bytes.length; size++) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    )
    expect(lines(...chunks), `in pieces of ${size}`).toEqual(text.split('\n'))
  }
})

test('a newline at the end makes no line', () => {
  expect(lines('a\n', 'b\n')).toEqual(['a', 'b'])
  expect(lines()).toEqual([])
})

test('a line without end is cut', () => {
  const [line = '', next] = lines(...Array.from({ length: 40 }, () => 'x'.repeat(100_000)), 'y\nnext')
  expect(line.length).toBeLessThan(MAX_LINE_BYTES + 100)
  expect(line.endsWith(`... ${4_000_001 - MAX_LINE_BYTES} more bytes`)).toBe(true)
  expect(next).toBe('next')
})
