// Whatever is held, cut short or tried again: the bytes in the file are those of the plain concatenation.
import { Buffer } from 'node:buffer'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type FileDriver, fileDriver } from './fileDriver.js'
import { FileWriter } from './writer.js'

const folder = mkdtempSync(join(tmpdir(), 'treeline-writer-'))
afterAll(() => rmSync(folder, { recursive: true }))

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(fc.constantFrom('a', 'é', '漢', '🌲', '\ud83d'), fc.integer({ min: 1, max: 60_000 }))
    .map(([c, n]) => c.repeat(n)),
)
/** How many bytes a write takes at most; 0 is EAGAIN. */
const most = fc.oneof({ weight: 4, arbitrary: fc.constant(Infinity) }, fc.integer({ min: 0, max: 200 }))

function shortDriver(limits: readonly number[]): FileDriver {
  let turn = 0
  return {
    ...fileDriver,
    pauseSync: () => {},
    writeSync: (fd, bytes, offset, length) => {
      const limit = limits[turn++] ?? Infinity
      if (limit === 0) throw Object.assign(new Error('try again'), { code: 'EAGAIN' })
      return fileDriver.writeSync(fd, bytes, offset, Math.min(length, limit))
    },
  }
}

test('the file is the plain concatenation of what was written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.boolean()), { maxLength: 20 }),
      fc.constantFrom(0, 1, 40, 16_384),
      fc.array(most, { maxLength: 20 }),
      (writes, buffering, limits) => {
        const file = join(folder, 'out.log')
        const writer = new FileWriter(file, { mode: 'w', buffering, driver: shortDriver(limits) })
        let plain = Buffer.alloc(0)
        let held = ''
        for (const [piece, flush] of writes) {
          writer.write(`${piece}\n`)
          if (flush) writer.flush()
          held += `${piece}\n`
          // Line by line: a newline keeps the halves of surrogate pairs apart.
          plain = Buffer.concat([plain, Buffer.from(`${piece}\n`, 'utf8')])
          if (buffering === 0) expect(readFileSync(file).equals(plain)).toBe(true)
        }
        writer.close()
        expect(readFileSync(file).equals(plain)).toBe(true)
        expect(plain.equals(Buffer.from(held, 'utf8'))).toBe(true)
        expect(writer.position).toBe(plain.length)
      },
    ),
    { numRuns: 300 },
  )
})
