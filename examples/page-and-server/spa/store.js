// What the application keeps. It knows its logger's name and nothing about where records go.
import { getLogger } from 'treeline'

const log = getLogger('spa.store')

/** @type {string[]} */
export const items = []

export function add(name) {
  if (items.includes(name)) {
    log.warning('%r is on the list already', name)
    return
  }
  items.push(name)
  log.info('added %r, now %d on the list', name, items.length, { extra: { item: name } })
}

export function remove(name) {
  items.splice(items.indexOf(name), 1)
  log.info('removed %r, now %d on the list', name, items.length, { extra: { item: name } })
}

export function save() {
  try {
    const file = { items }
    file.self = file
    localStorage.setItem('list', JSON.stringify(file))
  } catch (error) {
    log.exception('could not save %d items', items.length, error)
  }
}

export function sort() {
  log.debug('sorting %d items', items.length)
  // A typing error, as they happen.
  return items.toSorted(byNmae)
}

export async function share() {
  log.debug('sharing %d items', items.length)
  throw new Error('nobody to share with', { cause: new TypeError('no friends configured') })
}
