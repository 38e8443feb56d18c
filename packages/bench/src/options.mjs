import { NODES } from '../../../e2e/tools/node.mjs'
import { workloads } from './workloads.mjs'

const QUICK = ['treeline', 'pino', 'limit', 'winston', 'cpython']
const FEWEST_ROUNDS_OF_A_PAGE = 5

/**
 * Reads the arguments: `quick` for fewer rounds, lines and peers, and no files written; names of workloads for these only;
 * `--only=pino,treeline` for these contestants only; `--rounds=`, `--lines=`; `--json` for the rows as JSON; `--jobs=` runs
 * several at a time, which is good for nothing but a test. Or `targets`, which picks workloads and contestants itself, with
 * `--nodes=20,22` for these major versions of Node only.
 *
 * @param {string[]} args
 */
export function options(args) {
  const named = Object.fromEntries(args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split('=')))
  const words = args.filter((arg) => !arg.startsWith('--'))
  const quick = words.includes('quick')
  const targets = words.includes('targets')
  if (targets && (words.length > 1 || named.only !== undefined))
    refuse('targets picks workloads and contestants itself')
  if (!targets && named.nodes !== undefined) refuse('only targets has --nodes')
  const chosen = words.filter((word) => word !== 'quick' && word !== 'targets')
  const unknown = chosen.find((name) => !(name in workloads))
  if (unknown !== undefined) refuse(`no workload ${unknown}; there are ${Object.keys(workloads).join(', ')}`)
  const only = named.only?.split(',') ?? (quick ? QUICK : [])
  const rounds = Number(named.rounds ?? (quick ? 3 : 5))
  const json = 'json' in named
  const whole = !quick && !json && chosen.length === 0 && named.only === undefined && named.nodes === undefined
  return {
    targets,
    nodes: named.nodes?.split(',').map(major) ?? NODES,
    rounds,
    lines: Number(named.lines ?? (quick ? 20_000 : 200_000)),
    jobs: Number(named.jobs ?? 1),
    only,
    chosen,
    json,
    // The targets ask for a median of so many: a page of fewer would say nothing about them.
    write: whole && (!targets || rounds >= FEWEST_ROUNDS_OF_A_PAGE),
  }
}

function major(text) {
  if (!/^\d+$/.test(text)) refuse(`--nodes takes major versions as in ${NODES.join()}, not ${text}`)
  return Number(text)
}

function refuse(why) {
  process.stderr.write(`bench: ${why}\n`)
  process.exit(2)
}
