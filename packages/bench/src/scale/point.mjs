// One point, in a process of its own: node --expose-gc point.mjs <measure> <x> <records>
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linesLost } from './lines.mjs'

const [name, x, records] = process.argv.slice(2)
const { [name]: measure } = await import('./measures.mjs')
const folder = mkdtempSync(join(tmpdir(), 'treeline-scale-'))
try {
  const { value, lines, lost = 0 } = await measure(Number(x), Number(records), folder)
  const missing = lines.reduce((sum, { file, count }) => sum + linesLost(file, count), lost)
  const counted = lines.reduce((sum, { count }) => sum + count, 0)
  process.stdout.write(JSON.stringify({ value, counted, lost: missing }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
