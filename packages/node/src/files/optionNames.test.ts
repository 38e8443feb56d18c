import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handlerRegistry } from '@treeline/core/internal'
import { resetLogging } from '@treeline/core/testing'
import { afterAll, afterEach, expect, test } from 'vitest'
import { listen } from '../config/listen.js'
import { FileHandler } from './fileHandler.js'
import { RotatingFileHandler } from '../rotation/rotatingFileHandler.js'
import { FileWriter } from './writer.js'

const folder = mkdtempSync(join(tmpdir(), 'treeline-options-'))
const file = join(folder, 'a.log')
afterEach(resetLogging)
afterAll(() => rmSync(folder, { recursive: true }))

const bad = (value: unknown): never => value as never
type Positional = new (...parameters: unknown[]) => unknown

class Gzip extends RotatingFileHandler {}

test.each<[() => unknown, string]>([
  [
    () => new (RotatingFileHandler as Positional)(file, 'a', 50, 2),
    "RotatingFileHandler: unknown option 'a'; did you mean { mode: 'a' }?",
  ],
  [() => new FileHandler(file, bad('w')), "FileHandler: unknown option 'w'; did you mean { mode: 'w' }?"],
  [
    () => new RotatingFileHandler(file, bad({ maxSize: 5 })),
    "RotatingFileHandler: unknown option 'maxSize'; did you mean maxBytes?",
  ],
  [
    () => new RotatingFileHandler(file, bad({ maxBytes: 5, maxFiles: 5 })),
    "RotatingFileHandler: unknown option 'maxFiles'; did you mean backupCount?",
  ],
  [
    () => new FileHandler(file, bad({ flushInterval: 5 })),
    "FileHandler: unknown option 'flushInterval'; did you mean flushIntervalMs?",
  ],
  [
    () => new FileHandler(file, bad({ backupCount: 5 })),
    "FileHandler: unknown option 'backupCount'; there are: mode, encoding, delay, errors, buffering, flushIntervalMs, flushLevel, driver",
  ],
  [() => new Gzip(file, bad({ maxBites: 5 })), "Gzip: unknown option 'maxBites'; did you mean maxBytes?"],
  [
    () => new FileWriter(file, bad({ encodng: 'ascii' })),
    "FileWriter: unknown option 'encodng'; did you mean encoding?",
  ],
  [() => new FileWriter(file, bad('w')), "FileWriter: unknown option 'w'; did you mean { mode: 'w' }?"],
  [
    () =>
      listen(
        0,
        bad(() => null),
      ),
    'did you mean { verify: … }?',
  ],
  [() => listen(0, bad({ timeout: 5 })), "listen: unknown option 'timeout'; did you mean timeoutMs?"],
])('%s', (work, text) => {
  expect(work).toThrow(TypeError)
  expect(work).toThrow(text)
  expect(readdirSync(folder)).toEqual([])
})

test('a class that derives from a handler may have options of its own', () => {
  const handler = new Gzip(file, bad({ maxBytes: 50, backupCount: 1, level9: true }))
  expect([handler.maxBytes, handler.backupCount]).toEqual([50, 1])
  void handler.close()
})

test.each([{ maxTotalBytes: 1000 }, { maxAgeSeconds: 60 }, { compress: 'gzip' as const }])(
  '%j without backupCount says something of files that there never are',
  (options) => {
    const open = handlerRegistry.open.size
    expect(() => new RotatingFileHandler(file, { maxBytes: 100, ...options })).toThrow(
      `${Object.keys(options)[0]}: expected a backupCount of 1 or more with it: without, the file is never rotated`,
    )
    expect(handlerRegistry.open.size).toBe(open)
    void new RotatingFileHandler(file, { maxBytes: 100, backupCount: 1, ...options }).close()
  },
)
