import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

interface Row {
  workload: string
  name: string
  lines: number
  lost: number
  bad?: string
}

interface Verdict {
  target: { workload: string; its?: string; beside: string }
  node: string
  figure?: number
  reached: boolean
  own?: Row
  other?: Row
}

/** Runs the whole suite with few lines, several contestants at a time: what it measures then means nothing. */
function race(...args: string[]): string {
  return bench('--rounds=1', '--lines=40', '--jobs=3', ...args)
}

function bench(...args: string[]): string {
  const program = 'packages/bench/src/bench.mjs'
  return execFileSync(process.execPath, [program, ...args], { encoding: 'utf8', maxBuffer: 1e8, stdio: 'pipe' })
}

describe('each writes all its lines', () => {
  const WORKLOADS = 29
  const rows = (...args: string[]): Row[] => JSON.parse(race('--json', ...args)) as Row[]
  const faults = (of: readonly Row[]): Row[] =>
    of.filter(
      ({ workload, lines, lost, bad }) =>
        lost > 0 || bad !== undefined || (lines === 0 && !workload.startsWith('disabled')),
    )

  // Every contestant in every workload is what `npm run bench` runs.
  it('treeline and its closest rival, in every workload', () => {
    const found = rows('--only=treeline,pino')

    expect(faults(found)).toEqual([])
    expect(new Set(found.map(({ workload }) => workload)).size).toBe(WORKLOADS)
    expect(found.filter(({ name }) => name === 'treeline')).toHaveLength(WORKLOADS)
  })

  it('every contestant, as text and as JSON, at once and buffered', () => {
    const found = rows('json-sync', 'json-buffered', 'text-sync', 'text-buffered')

    expect(faults(found)).toEqual([])
    const names = new Set(found.map(({ name }) => name))
    expect(names).toContain('cpython')
    expect(names.size).toBe(22)
  })

  it('every writer in another thread', () => {
    const found = rows('thread')

    expect(faults(found)).toEqual([])
    const names = ['pino worker', 'treeline', 'treeline thread', 'treeline thread without callers']
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
  })

  it('every handler of files, at once and buffered', () => {
    const found = rows('rotation-sync', 'rotation-buffered')

    expect(faults(found)).toEqual([])
    const kinds = ['', ' rotating', ' timed', ' timed and sized', ' watched', ' watched 100 ms'].map(
      (kind) => `treeline${kind}`,
    )
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(kinds))
    expect(found).toHaveLength(2 * kinds.length)
  })
})

it('prints a row for each contestant', () => {
  const table = race('json-sync', 'disabled', '--only=treeline,pino,limit')

  for (const workload of ['json-sync', 'disabled'])
    for (const name of ['treeline', 'pino', 'limit'])
      expect(table).toMatch(new RegExp(`^\\| ${workload} \\| ${name} \\| `, 'm'))
})

describe('a service', () => {
  const service = (...args: string[]): string => bench('service', '--rounds=1', '--requests=200', ...args)

  const everywhere = ['limit', 'limit buffered', 'pino', 'pino async', 'pino blocks', 'treeline', 'treeline buffered']
  const middleware = ['limit in a context', 'pino in a context']

  it.each([
    ['fastify', 'hooks', 500, ['pino async in hooks', 'pino in hooks']],
    ['express', 'context', 250, middleware],
    ['hono', 'context', 250, middleware],
  ])('each contestant writes its lines a request of %s', (framework, silent, count, more) => {
    const rows = JSON.parse(service('--json', `--framework=${framework}`)) as Row[]

    expect(rows.filter(({ lost, bad }) => lost > 0 || bad !== undefined)).toEqual([])
    const logging = rows.filter(({ name }) => name !== 'none' && name !== silent)
    expect(logging.map(({ name }) => name).toSorted()).toEqual([...everywhere, ...more].toSorted())
    expect(logging.map(({ lines }) => lines)).toEqual(logging.map(() => count))
  })

  it('prints a row of each framework for each, and for the service without logging', () => {
    const table = service('--only=treeline')

    for (const workload of ['service', 'service express', 'service hono']) {
      const row = (name: string, figures: string): RegExp =>
        new RegExp(`^\\| ${workload} \\| ${name} \\| ${figures} \\|$`, 'm')
      expect(table).toMatch(row('none', '[\\d.]+ \\| 0\\.0 \\| 0\\.0 to 0\\.0 \\| 1\\.00 \\| '))
      expect(table).toMatch(row('treeline', '[\\d.]+ \\| -?[\\d.]+ \\| -?[\\d.]+ to -?[\\d.]+ \\| [\\d.]+ \\| 0'))
    }
  })
})

describe('the targets, on this Node', () => {
  const nodes = `--nodes=${process.versions.node.split('.')[0]}`
  const PINO = {
    'json-sync': 1,
    'json-buffered': 3,
    'text-sync': 0,
    'text-buffered': 0,
    disabled: 1,
    'disabled-object': 1,
  }

  it('each has its figure, of two contestants that wrote all their lines', () => {
    const verdicts = JSON.parse(race('targets', nodes, '--json')) as Verdict[]

    expect(verdicts).toHaveLength(12)
    for (const { target, node, figure, reached, own, other } of verdicts) {
      expect({ node, own, other }).toMatchObject({
        node: process.versions.node,
        own: { workload: target.workload, name: 'treeline', node, lost: 0 },
        other: { workload: target.its ?? target.workload, from: target.beside, lost: 0 },
      })
      expect(figure).toEqual(expect.any(Number))
      expect(reached).toEqual(expect.any(Boolean))
    }
  })

  it('prints a line for each, and one for each contestant behind them', () => {
    const [, verdicts, medians] = race('targets', nodes).split('\n\n')

    const time = '[\\d.]+ \\([\\d.]+\\)'
    const line = new RegExp(
      `^\\| .+ \\| ${process.versions.node} \\| -?[\\d.]+(×| ns) \\| (yes|\\*\\*no\\*\\*) \\| ${time} \\| .+ ${time} \\|$`,
    )
    const [, , ...verdictLines] = verdicts!.split('\n')
    expect(verdictLines.filter((text) => !line.test(text))).toEqual([])
    expect(verdictLines).toHaveLength(12)
    for (const [workload, setUps] of Object.entries(PINO)) {
      const lines = medians!.split('\n').filter((text) => text.startsWith(`| ${workload} | `))
      expect(lines.filter((text) => text.startsWith(`| ${workload} | pino`))).toHaveLength(setUps)
      expect(lines).toHaveLength(3 + setUps)
      expect(lines.filter((text) => !new RegExp(` \\| ${time} \\|$`).test(text))).toEqual([])
    }
  })
})
