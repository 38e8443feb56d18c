// The classes of core and the console that a configuration may name on every platform, under Python's dotted names.
import { ConsoleHandler } from '@treeline/console'
import { Queue, QueueHandler, QueueListener } from '@treeline/core'
import { registerClass } from '@treeline/core/config'
import { registerAll } from '@treeline/core/full'

// A configuration names styles by strings.
registerAll()

registerClass('logging.ConsoleHandler', ConsoleHandler)
registerClass('logging.handlers.QueueHandler', QueueHandler, {
  positional: ['queue'],
  required: ['queue'],
  keywords: [],
})
// The handlers are parameters without names: dictConfig calls the constructor itself.
registerClass('logging.handlers.QueueListener', QueueListener)
registerClass('queue.Queue', Queue, { positional: ['maxsize'], keywords: [] })
// Python's SimpleQueue is a Queue with fewer methods. The parameters are those of the class above.
registerClass('queue.SimpleQueue', Queue)
