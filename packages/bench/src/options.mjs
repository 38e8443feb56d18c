import { workloads } from './workloads.mjs'

const QUICK = ['treeline', 'pino', 'limit', 'winston', 'cpython']

/**
 * Reads the arguments: `quick` for fewer rounds, lines and peers, and no files written; names of workloads for these only;
 * `--only=pino,treeline` for these contestants only; `--rounds=`, `--lines=`; `--json` for the rows as JSON; `--jobs=` runs
 * several at a time, which is good for nothing but a test.
 *
 * @param {string[]} args
 */
export function options(args) {
  const named = Object.fromEntries(args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split('=')))
  const words = args.filter((arg) => !arg.startsWith('--'))
  const quick = words.includes('quick')
  const chosen = words.filter((word) => word !== 'quick')
  const unknown = chosen.find((name) => !(name in workloads))
  if (unknown !== undefined) {
    process.stderr.write(`bench: no workload ${unknown}; there are ${Object.keys(workloads).join(', ')}\n`)
    process.exit(2)
  }
  const only = named.only?.split(',') ?? (quick ? QUICK : [])
  const json = 'json' in named
  return {
    rounds: Number(named.rounds ?? (quick ? 3 : 5)),
    lines: Number(named.lines ?? (quick ? 20_000 : 200_000)),
    jobs: Number(named.jobs ?? 1),
    only,
    chosen,
    json,
    write: !quick && !json && chosen.length === 0 && named.only === undefined,
  }
}
