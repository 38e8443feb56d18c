// What a generator has to know of time zones, so that lives are lived where clocks are put forward and back.

/** Whole hours, half an hour (Lord Howe), two hours (Troll), at midnight (Santiago, Beirut), both halves of the globe, and none. */
export const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Beirut',
  'Antarctica/Troll',
  'America/St_Johns',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'UTC',
] as const

export type Zone = (typeof ZONES)[number]

const DAY = 86_400_000
/** Lives are lived between these. Before it, some of the zones had rules that no Date can tell. */
export const FIRST: number = Date.UTC(2017, 0, 10)
export const LAST: number = Date.UTC(2025, 11, 1)

const formats = new Map<string, Intl.DateTimeFormat>()

/** Returns how many milliseconds the zone's clocks are ahead of UTC. */
export function offsetAt(zone: string, ms: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([-+])(\d+):(\d+))?/.exec(format.format(ms))!
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000)
}

const found = new Map<Zone, readonly number[]>()

/** Returns when the zone's clocks were put forward or back. */
export function changes(zone: Zone): readonly number[] {
  const known = found.get(zone)
  if (known !== undefined) return known
  const instants: number[] = []
  for (let at = FIRST; at < LAST; at += 7 * DAY) {
    if (offsetAt(zone, at) !== offsetAt(zone, at + 7 * DAY)) instants.push(changeBetween(zone, at, at + 7 * DAY))
  }
  found.set(zone, instants)
  return instants
}

function changeBetween(zone: Zone, from: number, to: number): number {
  if (to - from <= 1000) return to
  const middle = from + Math.floor((to - from) / 2000) * 1000
  const isBefore = offsetAt(zone, from) !== offsetAt(zone, middle)
  return isBefore ? changeBetween(zone, from, middle) : changeBetween(zone, middle, to)
}
