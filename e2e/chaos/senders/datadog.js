// Has the page's records sent by Datadog's `datadogLogs`, through the proxy that its page describes, which is the receiver here.
import { datadogLogs } from '@datadog/browser-logs'

datadogLogs.init({
  clientToken: 'pub',
  proxy: '/log',
  service: 'chaos',
  forwardErrorsToLogs: false,
  telemetrySampleRate: 0,
})
const STATUSES = { d: 'debug', i: 'info', w: 'warn', e: 'error', c: 'critical' }

window.sender = {
  log: (letter, text) => datadogLogs.logger.log(text, undefined, STATUSES[letter]),
  state: () => ({}),
}
