import * as logging from 'treeline'

const log = logging.getLogger('app.words')

export function longest(text) {
  const words = text.split(' ').filter(Boolean)
  log.debug('%d words', words.length)
  if (words.length === 0) log.error('there is no word in %r', text)
  return words.reduce((best, word) => (word.length > best.length ? word : best), '')
}
