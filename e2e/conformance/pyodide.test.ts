import { expect, test } from 'vitest'
import { pyodideVersion, runInPyodide } from './pyodide.js'

test('CPython answers, in WebAssembly', async () => {
  expect(await pyodideVersion()).toMatch(/^3\.14\./)
  expect(await runInPyodide('def main(n): return "%05d" % n', 42)).toBe('00042')
})
