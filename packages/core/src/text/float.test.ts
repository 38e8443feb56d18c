import { describe, expect, test } from 'vitest'
import { floatRepr, formatExponent, formatFixed, formatGeneral } from './float.js'

// Every expectation is python3's.
describe('formatFixed', () => {
  test.each([
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [2.675, 2, '2.67'],
    [2.0005, 3, '2.001'],
    [1.005, 2, '1.00'],
    [0.1, 20, '0.10000000000000000555'],
    [2251799813685248.5, 0, '2251799813685248'],
    [2251799813685249.5, 0, '2251799813685250'],
    [999.9996, 3, '1000.000'],
    [0, 0, '0'],
    [0, 3, '0.000'],
    [1e21, 1, '1000000000000000000000.0'],
    [1e23, 0, '99999999999999991611392'],
    [5e-324, 3, '0.000'],
  ])('%d, %i digits', (x, precision, expected) => {
    expect(formatFixed(x, precision)).toBe(expected)
  })

  test('more than 100 digits', () => {
    const tenth = '0.1000000000000000055511151231257827021181583404541015625'
    expect(formatFixed(0.1, 120)).toBe(tenth.padEnd(122, '0'))
    expect(formatFixed(0.1, 5000)).toBe(tenth.padEnd(5002, '0'))
  })
})

describe('formatExponent', () => {
  test.each([
    [0, 0, '0e+00'],
    [0, 2, '0.00e+00'],
    [1, 0, '1e+00'],
    [25, 0, '2e+01'],
    [35, 0, '4e+01'],
    [9.5, 0, '1e+01'],
    [8.5, 0, '8e+00'],
    [12345.678, 6, '1.234568e+04'],
    [1e-7, 16, '9.9999999999999995e-08'],
    [1e23, 14, '1.00000000000000e+23'],
    [1e23, 15, '9.999999999999999e+22'],
    [1e23, 16, '9.9999999999999992e+22'],
    [1e100, 3, '1.000e+100'],
    [5e-324, 5, '4.94066e-324'],
    [1.7976931348623157e308, 4, '1.7977e+308'],
  ])('%d, %i digits', (x, precision, expected) => {
    expect(formatExponent(x, precision)).toBe(expected)
  })
})

describe('formatGeneral', () => {
  test.each([
    [0, 6, false, '0'],
    [0, 6, true, '0.00000'],
    [0.0001, 6, false, '0.0001'],
    [0.00001, 6, false, '1e-05'],
    [123456, 6, false, '123456'],
    [1234567, 6, false, '1.23457e+06'],
    [100, 3, false, '100'],
    [100, 2, false, '1e+02'],
    [999999.5, 6, false, '1e+06'],
    [25, 0, false, '2e+01'],
    [1, 0, true, '1.'],
    [1e10, 1, true, '1.e+10'],
    [1e10, 3, true, '1.00e+10'],
    [0.1, 17, false, '0.10000000000000001'],
  ])('%d, %i digits, alternate %s', (x, precision, alternate, expected) => {
    expect(formatGeneral(x, precision, alternate)).toBe(expected)
  })
})

test.each([
  [1, '1.0'],
  [-0, '-0.0'],
  [0, '0.0'],
  [0.1, '0.1'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [-1.5e16, '-1.5e+16'],
  [123456789012345680, '1.2345678901234568e+17'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [5e-324, '5e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [Number.NaN, 'nan'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('floatRepr of %d', (x, expected) => {
  expect(floatRepr(x)).toBe(expected)
})
