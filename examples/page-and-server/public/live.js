'use strict'
// The live view of both pages: reads the server's stream of records. It does not log.
{
  const SHOWN = 200
  const body = document.querySelector('#records')
  const counts = document.querySelector('#counts')
  let arrived = 0
  let connected = false
  let waiting = []

  const cell = (text, className = '') => Object.assign(document.createElement('td'), { textContent: text, className })

  function row({ time, level, logger, message, exc_info: error }) {
    const tr = document.createElement('tr')
    tr.dataset.level = level.toLowerCase()
    const text = cell(message, 'message')
    if (error) {
      const details = document.createElement('details')
      const summary = Object.assign(document.createElement('summary'), { textContent: message })
      details.append(summary, Object.assign(document.createElement('pre'), { textContent: error }))
      text.replaceChildren(details)
    }
    const badge = Object.assign(document.createElement('span'), { textContent: level, className: 'badge' })
    const levelCell = cell('')
    levelCell.append(badge)
    tr.append(cell(new Date(time).toLocaleTimeString('en-GB'), 'time'), levelCell, cell(logger, 'logger'), text)
    return tr
  }

  // A burst is one change of the page, not a thousand.
  function show() {
    const rows = waiting.slice(-SHOWN).map(row)
    waiting = []
    body.prepend(...rows.reverse())
    while (body.rows.length > SHOWN) body.deleteRow(-1)
  }

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
    waiting.push(record)
    if (waiting.length === 1) requestAnimationFrame(show)
  }
  setInterval(count, 100)
}
