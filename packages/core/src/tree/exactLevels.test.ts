// A call passes at the very level of its logger, and not below it: each method of loggers and adapters, and the functions.
import { afterEach, expect, test } from 'vitest'
import { ListHandler, resetLogging } from '../testing/index.js'
import { METHOD_LEVELS } from '../testing/methodLevels.js'
import { LoggerAdapter } from './adapter.js'
import { getLogger } from './manager.js'

afterEach(resetLogging)

test.each(METHOD_LEVELS)('%s passes at %d', (method, level) => {
  const handler = new ListHandler()
  const logger = getLogger('exact')
  logger.addHandler(handler)
  logger.propagate = false
  const adapter = new LoggerAdapter(logger, { id: 1 })
  for (const [limit, passes] of [
    [level - 1, true],
    [level, true],
    [level + 1, false],
  ] as const) {
    logger.setLevel(limit)
    handler.records.length = 0
    logger[method]('by the logger')
    adapter[method]('by the adapter')
    logger.log(level, 'by its level')
    adapter.log(level, 'by its level')
    expect(handler.records.map(({ levelno }) => levelno)).toEqual(passes ? [level, level, level, level] : [])
  }
})
