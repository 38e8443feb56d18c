// A Web Worker: formats, and sends on to the server.
importScripts('/treeline.full.min.js')
const http = new logging.handlers.BufferingHTTPHandler('/intake', { flushIntervalMs: 3_600_000, capacity: 100_000 })
new logging.handlers.QueueListener(new logging.handlers.PortQueue(self), http).start()
