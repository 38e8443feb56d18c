import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { strftime } from '../../../packages/core/src/text/strftime.js'
import { gmtime, localtime } from '../../../packages/core/src/text/structTime.js'
import { type Acceptance, sortOut } from '../differences.js'
import { runPython } from '../python.js'
import { count, seed } from '../seed.js'

const program = fileURLToPath(new URL('cases.py', import.meta.url))

const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns']

/** How many instants of each zone `npm run conformance` makes: 51,000 in all, each read as local time and as UTC. */
const INSTANTS = 8500

type Given = readonly [
  seconds: number,
  format: string,
  local: string,
  zone: string,
  isdst: number,
  far: number,
  universal: string,
]

interface Case {
  readonly clock: 'localtime' | 'gmtime'
  readonly seconds: number
  readonly format: string
  readonly theirs: string
  readonly ours: string
  /** What treeline gives when told the zone's name as glibc has it. */
  readonly renamed?: string
}

const acceptances: readonly Acceptance<Case>[] = [
  { id: 'zone-names', matches: ({ clock, theirs, renamed }) => clock === 'localtime' && theirs === renamed },
  // What standard time changed to in the middle of a year is taken for daylight saving.
  { id: 'daylight-saving', matches: ({ format, seconds }) => format === 'tm_isdst' && seconds < 500_000_000 },
  { id: 'epoch-of-gmtime', matches: ({ clock, format }) => clock === 'gmtime' && /%[-_0^#]*\d*[EO]?s/.test(format) },
]

function compare(cases: readonly Given[]): Case[] {
  const differing: Case[] = []
  const add = (one: Case): unknown => one.theirs === one.ours || differing.push(one)
  for (const [seconds, format, local, tm_zone, isdst, far, universal] of cases) {
    const time = localtime(seconds)
    const renamed = strftime(format, { ...time, tm_zone })
    add({ clock: 'localtime', seconds, format, theirs: local, ours: strftime(format, time), renamed })
    add({ clock: 'gmtime', seconds: far, format, theirs: universal, ours: strftime(format, gmtime(far)) })
    add({ clock: 'localtime', seconds, format: 'tm_isdst', theirs: String(isdst), ours: String(time.tm_isdst) })
  }
  return sortOut(differing, acceptances).unexplained
}

const zone = process.env['TZ']
beforeAll(() => {
  // This process reads the zone again when it is assigned.
  process.env['TZ'] = 'Asia/Kolkata'
  expect(new Date(0).getTimezoneOffset()).toBe(-330)
})
afterAll(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

describe('random instants and directives', () => {
  test.each(ZONES)('%s', (TZ) => {
    process.env['TZ'] = TZ
    const cases = runPython<Given[]>(program, { seed: `${seed} ${TZ}`, count: count(INSTANTS) }, { TZ })
    const differing = compare(cases)
    const first = differing.slice(0, 10).map((one) => JSON.stringify(one))
    expect(differing.length, `seed ${seed}: ${differing.length} differ\n${first.join('\n')}`).toBe(0)
  })
})
