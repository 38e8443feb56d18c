import { expect, test } from 'vitest'
import { lossRecord, placeRecord } from './transportHandler.js'

test.each([
  [lossRecord(3), '3 records were dropped: more came than could wait to be sent, or they were too large'],
  [placeRecord('h:514'), 'records to h:514'],
])('a record of the handler’s own', (record, text) => {
  expect(record).toMatchObject({
    name: 'treeline.network',
    levelno: 30,
    levelname: 'WARNING',
    pathname: '',
    lineno: 0,
    exc_info: null,
  })
  expect(record.getMessage()).toBe(text)
})
