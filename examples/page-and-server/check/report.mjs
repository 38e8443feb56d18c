const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']
const SHOWN = 20

/** Prints how many records arrived, by logger and level. */
export function printTable(records) {
  const loggers = [...new Set(records.map(({ logger }) => logger))].sort()
  const count = (logger, level) =>
    records.filter((record) => (logger ?? record.logger) === record.logger && record.level === level).length
  const row = (title, logger) => [title, ...LEVELS.map((level) => count(logger, level))]
  printColumns([['Arrived', ...LEVELS], ...loggers.map((logger) => row(logger, logger)), row('total', undefined)])
}

/**
 * Compares what was logged with what is in each place, and prints it.
 *
 * @param {string[]} logged ids
 * @param {Record<string, string[]>} written ids, by place
 * @returns {boolean} whether every record is in every place exactly once, and nothing else is
 */
export function printVerdict(logged, written) {
  const places = Object.entries(written).map(([place, ids]) => [place, compare(logged, ids)])
  const kinds = ['once', 'missing', 'doubled', 'unknown']
  const rows = places.map(([place, verdict]) => [place, ...kinds.map((kind) => verdict[kind].length)])
  printColumns([[`Logged ${logged.length}`, ...kinds], ...rows])

  const faults = places.flatMap(([place, verdict]) =>
    kinds.slice(1).flatMap((kind) => (verdict[kind].length > 0 ? [`${place}, ${kind}: ${some(verdict[kind])}`] : [])),
  )
  for (const fault of faults) console.log(fault)
  const ok = faults.length === 0 && logged.length > 0
  console.log(ok ? 'Every record is there exactly once.' : 'FAILED: not every record is there exactly once.')
  return ok
}

function compare(logged, written) {
  const times = new Map()
  for (const id of written) times.set(id, (times.get(id) ?? 0) + 1)
  const known = new Set(logged)
  return {
    once: logged.filter((id) => times.get(id) === 1),
    missing: logged.filter((id) => !times.has(id)),
    doubled: logged.filter((id) => times.get(id) > 1),
    unknown: [...times.keys()].filter((id) => !known.has(id)),
  }
}

function some(ids) {
  const more = ids.length - SHOWN
  return ids.slice(0, SHOWN).join(' ') + (more > 0 ? ` and ${more} more` : '')
}

/** Prints a table: the first column to the left, the others to the right. */
function printColumns(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)))
  const cell = (value, i) => (i === 0 ? String(value).padEnd(widths[i]) : String(value).padStart(widths[i]))
  console.log(`\n${rows.map((row) => row.map(cell).join('  ')).join('\n')}\n`)
}
