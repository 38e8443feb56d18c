// What the user does: every event is a record of `spa.ui`.
import { getLevelName, getLogger } from 'treeline'
import { add, items, remove, save, share, sort } from './store.js'

const log = getLogger('spa.ui')
const LOGGERS = ['spa', 'spa.ui', 'spa.store', 'spa.errors']
const LEVELS = ['NOTSET', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']

const $ = (selector) => document.querySelector(selector)
const on = (selector, event, listener) => $(selector).addEventListener(event, listener)
const element = (tag, properties) => Object.assign(document.createElement(tag), properties)

/** Shows the list anew. */
function render() {
  const buttons = items.map((name) => {
    const button = element('button', { type: 'button', textContent: name })
    button.addEventListener('click', () => {
      remove(name)
      render()
    })
    return button
  })
  $('#items').replaceChildren(
    ...buttons.map((button) => {
      const item = element('li', {})
      item.append(button)
      return item
    }),
  )
}

/** A menu for each logger's own level; NOTSET leaves the decision to the loggers above. */
function levelMenus() {
  for (const name of LOGGERS) {
    const id = `level-${name.replace('.', '-')}`
    const select = element('select', { id })
    select.append(...LEVELS.map((level) => new Option(level, level)))
    select.value = getLevelName(getLogger(name).level)
    select.addEventListener('change', () => getLogger(name).setLevel(select.value))
    $('#loggers').append(element('label', { htmlFor: id, textContent: name }), select)
  }
}

/** @param {{ off: boolean }} network */
export function start(network) {
  levelMenus()

  on('#item', 'input', ({ target: { value } }) => {
    log.debug('%d typed, the last is %r', value.length, [...value].at(-1), { extra: { text: value } })
  })
  on('#add', 'submit', (event) => {
    event.preventDefault()
    const name = $('#item').value.trim()
    if (name !== '') add(name)
    $('#item').value = ''
    render()
  })
  on('#save', 'click', save)
  on('#throw', 'click', sort)
  on('#reject', 'click', share)

  for (const button of document.querySelectorAll('[data-level]')) {
    const { level } = button.dataset
    button.addEventListener('click', () =>
      log[level]('you logged at %s', level, { extra: { button: button.textContent } }),
    )
  }
  on('#burst', 'click', () => {
    for (let n = 1; n <= 1000; n++) log.info('line %d of %d', n, 1000)
  })
  on('#reload', 'click', () => {
    log.warning('reloading at once')
    location.reload()
  })
  on('#leave', 'click', () => {
    log.warning('leaving at once')
    location.href = '/'
  })
  on('#offline', 'change', ({ target }) => {
    network.off = target.checked
    log.info(network.off ? 'going offline' : 'back online')
    // What browsers say when the network is back.
    if (!network.off) dispatchEvent(new Event('online'))
  })
}
