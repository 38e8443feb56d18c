// What the user does: every event is a record of `spa.ui`.
import { getLogger } from 'treeline'
import { add, items, remove, save, share, sort } from './store.js'

const log = getLogger('spa.ui')

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

/** @param {{ off: boolean }} network */
export function start(network) {
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
  // What each button does. The page shows this code beside it.
  window.showActions({
    save,
    throw: sort,
    reject: share,

    debug: () => log.debug('pressed', { button: 'Debug' }),
    info: () => log.info('pressed', { button: 'Info' }),
    warning: () => log.warning('pressed', { button: 'Warning' }),
    error: () => log.error('pressed', { button: 'Error' }),
    critical: () => log.critical('pressed', { button: 'Critical' }),

    burst: () => {
      for (let n = 1; n <= 1000; n++) log.info('line %d of %d', n, 1000)
    },
    reload: () => {
      log.warning('reloading at once')
      location.reload()
    },
    leave: () => {
      log.warning('leaving at once')
      location.href = '/'
    },
  })
  on('#offline', 'change', ({ target }) => {
    network.off = target.checked
    log.info(network.off ? 'going offline' : 'back online')
    // What browsers say when the network is back.
    if (!network.off) dispatchEvent(new Event('online'))
  })
}
