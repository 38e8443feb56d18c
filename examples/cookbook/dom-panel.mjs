// A panel in the page that shows the records, coloured by level: what Python's manual does with Qt. jsdom stands in for the
// browser.
import { JSDOM } from 'jsdom'
import * as logging from 'treeline'

class PanelHandler extends logging.Handler {
  constructor(list, { limit = 100 } = {}) {
    super()
    this.list = list
    this.limit = limit
  }

  emit(record) {
    try {
      const item = this.list.ownerDocument.createElement('li')
      item.className = record.levelname.toLowerCase()
      item.textContent = this.format(record)
      this.list.append(item)
      while (this.list.children.length > this.limit) this.list.firstElementChild.remove()
    } catch (error) {
      this.handleError(record, error)
    }
  }
}

const { document } = new JSDOM('<ol id="log"></ol>').window
const panel = new PanelHandler(document.querySelector('#log'), { limit: 3 })
logging.basicConfig({ level: logging.DEBUG, format: '%(asctime)s %(message)s', datefmt: '%H:%M:%S', handlers: [panel] })

logging.debug('this one has left the panel')
logging.info('a record')
logging.warning('what users type is text: <b>%s</b>', '100%')
logging.error('no connection')

console.log(document.querySelector('#log').innerHTML.replaceAll('</li>', '</li>\n').trim())
