'use strict'
// The live view of both pages: reads the server's stream of records and shows those that the filters let through. It does not log.
{
  const KEPT = 5000
  const SHOWN = 200
  const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']
  // Columns and errors, and by what a receiver tells records apart.
  const PLAIN = new Set(['time', 'level', 'logger', 'message', 'id', 'exc_info', 'stack_info', 'src', 'seq'])
  const CAUSE = /\n\n?The above exception was the direct cause of the following exception:\n\n?/

  const $ = (selector) => document.querySelector(selector)
  const body = $('#records')
  const counts = $('#counts')
  const pause = $('#pause')
  const filters = { level: $('#filter-level'), subtree: $('#filter-subtree'), text: $('#filter-text') }

  /** All that came, the newest last. */
  let records = []
  /** What came and is not shown yet. */
  let waiting = []
  let arrived = 0
  let connected = false
  let paused = false
  const subtrees = new Set()

  function element(tag, className, ...children) {
    const made = Object.assign(document.createElement(tag), { className })
    made.append(...children)
    return made
  }

  // --- filters

  function passes(record) {
    const { level, subtree, text } = filters
    const rank = LEVELS.indexOf(record.level)
    if (rank >= 0 && rank < LEVELS.indexOf(level.value)) return false
    if (subtree.value !== '' && !`${record.logger}.`.startsWith(`${subtree.value}.`)) return false
    return text.value === '' || JSON.stringify(record).toLowerCase().includes(text.value.toLowerCase())
  }

  /** The menu has every logger that a record came from, and those above it. */
  function offer(logger) {
    const parts = logger.split('.')
    const names = parts.map((_, i) => parts.slice(0, i + 1).join('.')).filter((name) => !subtrees.has(name))
    if (names.length === 0) return
    for (const name of names) subtrees.add(name)
    const { value } = filters.subtree
    filters.subtree.replaceChildren(
      new Option('All loggers', ''),
      ...[...subtrees].sort().map((name) => new Option(name)),
    )
    filters.subtree.value = value
  }

  // --- rows

  function fieldsOf(record) {
    const fields = Object.entries(record).filter(([name]) => !PLAIN.has(name))
    const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value))
    return fields.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', text(value))])
  }

  /** An error with its causes, each as a block: what went wrong first comes first, as in Python. */
  function errorsOf({ exc_info: error = '' }) {
    if (error === '') return []
    // The receiver indents what pages send, so that it cannot be taken for lines of the server's own.
    const blocks = error
      .replace(/^ {2}/gm, '')
      .split(CAUSE)
      .map((text) => element('li', '', element('pre', '', text)))
    return [element('ol', blocks.length > 1 ? 'errors chained' : 'errors', ...blocks)]
  }

  function messageOf(record) {
    const fields = fieldsOf(record)
    const inside = [...(fields.length > 0 ? [element('dl', 'fields', ...fields)] : []), ...errorsOf(record)]
    if (inside.length === 0) return record.message
    return element('details', '', element('summary', '', record.message), ...inside)
  }

  function row(record) {
    const { time, level, logger, id } = record
    const tr = element(
      'tr',
      '',
      element('td', 'time', new Date(time).toLocaleTimeString('en-GB')),
      element('td', '', element('span', 'badge', level)),
      element('td', 'logger', logger),
      element('td', 'message', messageOf(record)),
    )
    tr.dataset.level = level.toLowerCase()
    tr.dataset.id = id
    return tr
  }

  // --- the table

  /** A burst is one change of the page, not a thousand. */
  function show() {
    if (!paused) {
      const rows = waiting.filter(passes).slice(-SHOWN).map(row)
      waiting = []
      body.prepend(...rows.reverse())
      while (body.rows.length > SHOWN) body.deleteRow(-1)
    }
    tell()
  }

  function showAnew() {
    waiting = []
    body.replaceChildren(...records.filter(passes).slice(-SHOWN).reverse().map(row))
    tell()
  }

  function tell() {
    const matching = records.filter(passes).length
    const last = matching > body.rows.length ? `, the last ${body.rows.length} of them shown` : ''
    const shown = `${matching} of ${records.length} records${last}`
    $('#shown').textContent = paused && waiting.length > 0 ? `${shown}, ${waiting.length} came since` : shown
  }

  for (const filter of Object.values(filters)) filter.addEventListener('input', showAnew)
  pause.addEventListener('click', () => {
    paused = !paused
    pause.setAttribute('aria-pressed', String(paused))
    show()
  })

  // --- the status line

  function count() {
    const { logged } = window.visit
    const state = connected ? (arrived === logged ? 'all there' : 'on their way') : 'no connection'
    const text = `This page logged ${logged}, the server has ${arrived}: ${state}.`
    if (counts.textContent !== text) counts.textContent = text
    counts.dataset.complete = String(connected && arrived === logged)
  }

  const stream = new EventSource('/live')
  stream.onopen = () => (connected = true)
  stream.onerror = () => (connected = false)
  stream.onmessage = ({ data }) => {
    const record = JSON.parse(data)
    if (record.id?.startsWith(`${window.visit.id}-`)) arrived++
    offer(record.logger)
    records.push(record)
    waiting.push(record)
    // Nothing is painted, and so nothing shown, while the page is hidden.
    if (records.length > 2 * KEPT) records = records.slice(-KEPT)
    if (waiting.length > 2 * KEPT) waiting = waiting.slice(-KEPT)
    if (waiting.length === 1 || paused) requestAnimationFrame(show)
  }
  setInterval(count, 100)
}
