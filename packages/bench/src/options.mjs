import { NODES } from '../../../e2e/tools/node.mjs'
import { FRAMEWORKS } from './service/frameworks.mjs'
import { workloads } from './workloads.mjs'

const QUICK = ['treeline', 'pino', 'limit', 'winston', 'cpython']
const FEWEST_ROUNDS_OF_A_PAGE = 5

/**
 * Reads the arguments: `quick` for fewer rounds, lines and peers, and no files written; names of workloads for these only;
 * `--only=pino,treeline` for these contestants only; `--rounds=`, `--lines=`; `--json` for the rows as JSON; `--jobs=` runs
 * several at a time, which is only for tests. Or `targets`, which picks workloads and contestants itself, with
 * `--nodes=20,22` for these major versions of Node only. Or `service`, with `--only=`, `--rounds=`, `--requests=`,
 * `--framework=hono` for one of its frameworks, and `--write` for its page.
 *
 * @param {string[]} args
 */
export function options(args) {
  const named = Object.fromEntries(args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split('=')))
  const words = args.filter((arg) => !arg.startsWith('--'))
  const mode = words.find((word) => word in MODES) ?? 'ranking'
  const usual = { mode, jobs: Number(named.jobs ?? 1), json: 'json' in named }
  if (mode !== 'ranking' && words.length > 1) refuse(`${mode} goes with no other word`)
  for (const [name, its] of Object.entries(OPTIONS_OF)) {
    if (name in named && !its.includes(mode)) refuse(`${mode} has no --${name}`)
  }
  return { ...usual, ...MODES[mode](named, words) }
}

/** The options that not every mode has. */
const OPTIONS_OF = {
  only: ['ranking', 'service'],
  nodes: ['targets'],
  lines: ['ranking', 'targets'],
  requests: ['service'],
  write: ['service'],
  framework: ['service'],
}

const MODES = { ranking: rankingOptions, targets: targetsOptions, service: serviceOptions }

function rankingOptions(named, words) {
  const quick = words.includes('quick')
  const chosen = words.filter((word) => word !== 'quick')
  const unknown = chosen.find((name) => !(name in workloads))
  if (unknown !== undefined) refuse(`no workload ${unknown}; there are ${Object.keys(workloads).join(', ')}`)
  return {
    rounds: Number(named.rounds ?? (quick ? 3 : 5)),
    lines: Number(named.lines ?? (quick ? 20_000 : 200_000)),
    only: named.only?.split(',') ?? (quick ? QUICK : []),
    chosen,
    write: !quick && !('json' in named) && chosen.length === 0 && named.only === undefined,
  }
}

function targetsOptions(named) {
  const rounds = Number(named.rounds ?? 5)
  return {
    rounds,
    lines: Number(named.lines ?? 200_000),
    nodes: named.nodes?.split(',').map(major) ?? NODES,
    // The targets ask for a median of so many: a page of fewer would say nothing about them.
    write: !('json' in named) && named.nodes === undefined && rounds >= FEWEST_ROUNDS_OF_A_PAGE,
  }
}

function serviceOptions(named) {
  const frameworks = named.framework?.split(',') ?? FRAMEWORKS
  const unknown = frameworks.find((name) => !FRAMEWORKS.includes(name))
  if (unknown !== undefined) refuse(`no framework ${unknown}; there are ${FRAMEWORKS.join(', ')}`)
  const isWhole = named.framework === undefined && named.only === undefined
  if ('write' in named && !isWhole) refuse('--write goes with neither --framework nor --only')
  const requests = Number(named.requests ?? 20_000)
  return {
    rounds: Number(named.rounds ?? 7),
    requests,
    warmUp: Math.ceil(requests / 4),
    only: named.only?.split(',') ?? [],
    write: 'write' in named,
    frameworks,
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
