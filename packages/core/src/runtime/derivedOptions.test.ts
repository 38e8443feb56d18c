// A class that an application derives takes options of its own; one of the library takes no others than it has.
import { EventEmitter } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { ContextFilter } from '../context/contextFilter.js'
import { FlightRecorder } from '../filters/flightRecorder.js'
import { Redactor } from '../filters/redactor.js'
import { SamplingFilter } from '../filters/samplingFilter.js'
import { ThrottleFilter } from '../filters/throttleFilter.js'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { PortQueue } from '../queues/portQueue.js'
import { Queue } from '../queues/queue.js'
import { QueueListener } from '../queues/queueListener.js'
import { resetLogging, StringStream } from '../testing/index.js'
import { LoggerAdapter } from '../tree/adapter.js'
import { getLogger } from '../tree/manager.js'

afterEach(resetLogging)

type Class = new (...parameters: never[]) => object

const port = Object.assign(new EventEmitter(), { postMessage: () => {} })
const own = { colour: 'red' }

test.each<[string, Class, unknown[]]>([
  ['LoggerAdapter', LoggerAdapter, [getLogger('app'), null, own]],
  ['QueueListener', QueueListener, [new Queue(), own]],
  ['PortQueue', PortQueue, [port, own]],
  ['StreamHandler', StreamHandler, [new StringStream(), own]],
  ['MemoryHandler', MemoryHandler, [9, own]],
  ['Formatter', Formatter, ['%(message)s', own]],
  ['JSONFormatter', JSONFormatter, [{}, own]],
  ['FlightRecorder', FlightRecorder, [9, { target: null, ...own }]],
  ['Redactor', Redactor, [{ paths: ['a'], ...own }]],
  ['SamplingFilter', SamplingFilter, [1, own]],
  ['ThrottleFilter', ThrottleFilter, [own]],
  ['ContextFilter', ContextFilter, [own]],
])('%s', (_, Class, parameters) => {
  class Derived extends Class {}
  const [own, derived] = [Class, Derived].map((each) => () => new each(...(parameters as never[])))
  expect(own).toThrow(TypeError)
  expect(derived).not.toThrow()
})
