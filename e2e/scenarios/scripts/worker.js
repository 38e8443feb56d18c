// A service worker that logs what it is told.
importScripts('/treeline.min.js')
const http = new logging.handlers.BufferingHTTPHandler('/log')
const log = new logging.Logger('app')
log.addHandler(http)
addEventListener('message', (event) => {
  for (const [doc, number, letter] of event.data) log.warning('%d:%d:%s', doc, number, letter)
  event.waitUntil(http.flush().then(() => event.ports[0].postMessage('done')))
})
