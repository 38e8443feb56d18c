'use strict'
// The tree of the page's loggers with the level in effect. A change sets a live level: for all tabs, until it is cleared or ends.
{
  const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']
  const $ = (selector) => document.querySelector(selector)

  /** Returns the loggers from the root down, each with the depth of its name. */
  function loggers(root) {
    const named = [...root.manager.loggerDict.entries()]
      .filter(([, node]) => 'handlers' in node)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const depth = (name) => named.filter(([above]) => name.startsWith(`${above}.`)).length + 1
    return [
      { name: 'root', logger: root, depth: 0 },
      ...named.map(([name, logger]) => ({ name, logger, depth: depth(name) })),
    ]
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties)
    made.append(...children)
    return made
  }

  const clock = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')} left`

  /**
   * Shows the loggers in the page's list `#loggers`.
   *
   * @param {object} logging `root`, `getLevelName`, and `levels`: what `liveLevels()` returned
   * @returns {() => void} brings it up to date
   */
  window.showLoggers = ({ root, getLevelName, levels }) => {
    const rows = new Map()

    function makeRow({ name, depth }) {
      const id = `level-${name.replaceAll('.', '-')}`
      const select = element('select', { id }, new Option('', ''), ...LEVELS.map((level) => new Option(level)))
      const row = {
        badge: element('span', { className: 'badge' }),
        live: element('span', { className: 'until' }),
        select,
      }
      select.addEventListener('change', () => {
        if (select.value === '') levels.clear(name)
        else levels.set(name, select.value, Number($('#lasts').value) || undefined)
      })
      const label = element('label', { htmlFor: id }, name.slice(name.lastIndexOf('.') + 1))
      label.title = name
      row.item = element('li', {}, label, row.live, row.badge, select)
      row.item.style.setProperty('--depth', depth)
      select.setAttribute('aria-label', `Level of ${name}`)
      return row
    }

    function show() {
      const live = new Map(levels.list().map((level) => [level.name, level]))
      const found = loggers(root)
      for (const node of found) if (!rows.has(node.name)) rows.set(node.name, makeRow(node))
      if ($('#loggers').children.length !== found.length)
        $('#loggers').replaceChildren(...found.map(({ name }) => rows.get(name).item))
      for (const { name, logger } of found) update(rows.get(name), logger, live.get(name))
      $('#clear-levels').disabled = live.size === 0
    }

    function update({ item, badge, live, select }, logger, override) {
      const inEffect = getLevelName(logger.getEffectiveLevel())
      item.dataset.level = inEffect.toLowerCase()
      item.dataset.inherits = String(override === undefined && logger.level === 0)
      badge.textContent = inEffect
      const ends = override?.endsAtMs ?? null
      live.textContent =
        override === undefined ? '' : ends === null ? 'set live' : clock(Math.max(0, ends - Date.now()))
      select.options[0].text = `Code: ${logger.level === 0 ? 'inherits' : getLevelName(logger.level)}`
      select.value = override?.level ?? ''
    }

    $('#clear-levels').addEventListener('click', () => levels.clear())
    // Loggers that were made meanwhile, and the time that is left.
    setInterval(show, 1000)
    show()
    return show
  }
}
