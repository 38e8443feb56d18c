import { expect, test } from 'vitest'
import { Refusal } from '../requests/refusal.js'
import { Rates } from './rates.js'

const PAGE = { records: 4, perMs: 4096 }
const ADDRESS = { records: 8, perMs: 8192 }

const rates = (): Rates => new Rates(PAGE, ADDRESS, 10, () => 0)
const refusal = (who: string, seconds: number): Refusal =>
  new Refusal('rate', `too many records from this ${who}`, { 'retry-after': String(seconds) })

test('a page that has sent too much is refused until its records come back, in whole seconds', () => {
  const own = rates()
  own.spend('a', 'p', 4)
  expect(() => own.checkPage('a', 'p')).toThrow(refusal('page', 2))
  expect(() => own.checkAddress('a')).not.toThrow()
})

test('another page of the address, and the same page of another address, are not', () => {
  const own = rates()
  own.spend('a', 'p', 4)
  expect(() => own.checkPage('a', 'q')).not.toThrow()
  expect(() => own.checkPage('b', 'p')).not.toThrow()
})

test('what is let in costs the address nothing before it is counted, and each refusal one record', () => {
  const own = rates()
  for (let i = 0; i < 20; i++) own.checkPage('a', 'p')
  own.checkAddress('a')
  own.spend('a', 'p', 4)
  for (let i = 0; i < 4; i++) {
    own.checkAddress('a')
    expect(() => own.checkPage('a', 'p')).toThrow(Refusal)
  }
  expect(() => own.checkAddress('a')).toThrow(refusal('address', 2))
})

test('records without a page count for the address alone', () => {
  const own = rates()
  own.spend('a', undefined, 8)
  expect(() => own.checkAddress('a')).toThrow(refusal('address', 2))
  expect(() => own.checkPage('a', 'undefined')).not.toThrow()
})
