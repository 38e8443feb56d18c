import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { levelStyle, painter, type Styles, stylesFor } from './paint.js'

let before: string | undefined

beforeEach(() => {
  before = process.env['COLORFGBG']
  delete process.env['COLORFGBG']
})
afterEach(() => {
  if (before === undefined) delete process.env['COLORFGBG']
  else process.env['COLORFGBG'] = before
})

const LIGHT = stylesFor('light')
const DARK = stylesFor('dark')

describe('the background', () => {
  test.each<[string | undefined, Styles]>([
    [undefined, DARK],
    ['', DARK],
    ['15;0', DARK],
    ['0;8', DARK],
    ['0;15', LIGHT],
    ['0;default;15', LIGHT],
    ['0;7', LIGHT],
    ['0;10', LIGHT],
    ['15;default', DARK],
    ['0;17', DARK],
  ])('COLORFGBG=%s', (colors, styles) => {
    if (colors !== undefined) process.env['COLORFGBG'] = colors
    expect(stylesFor('auto')).toBe(styles)
    expect(stylesFor('light')).toBe(LIGHT)
    expect(stylesFor('dark')).toBe(DARK)
  })
})

test('each level has its style, those between the one below', () => {
  const styles = [-1, 0, 10, 19, 20, 30, 40, 49, 50, 1000, Number.NaN].map((levelno) => levelStyle(DARK, levelno))
  expect(styles).toEqual(['34', '34', '34', '34', '32', '33', '1;31', '1;31', '1;7;31', '1;7;31', '34'])
})

test('a style stands around a text', () => {
  expect(painter(true)(LIGHT.dim, 'x')).toBe('\x1b[38;5;240mx\x1b[0m')
  expect(painter(true)(LIGHT.dim, '')).toBe('')
  expect(painter(false)(LIGHT.dim, 'x')).toBe('x')
})

type RGB = readonly [number, number, number]
const WHITE: RGB = [255, 255, 255]
/** The lightest grounds beside white that are usual: Solarized's, GitHub's, the grey of Terminal's. */
const GROUNDS: readonly RGB[] = [WHITE, [253, 246, 227], [246, 248, 250], [240, 240, 240]]

/** Returns what one of the 240 fixed colours looks like: a cube of six steps, then greys. */
function fixedColor(index: number): RGB {
  if (index >= 232) return [8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10]
  const step = (of: number): number => (of === 0 ? 0 : 55 + of * 40)
  const at = index - 16
  return [step(Math.floor(at / 36)), step(Math.floor(at / 6) % 6), step(at % 6)]
}

/** The relative luminance of the W3C's guidelines. */
function luminance(color: RGB): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(one: RGB, other: RGB): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}

/** The colours of a style's text and of what is behind it. */
function colorsIn(style: string, ground: RGB): [RGB, RGB] {
  const text = /38;5;(\d+)/.exec(style)![1]!
  const behind = /48;5;(\d+)/.exec(style)?.[1]
  return [fixedColor(Number(text)), behind === undefined ? ground : fixedColor(Number(behind))]
}

test.each([LIGHT.dim, LIGHT.name, ...LIGHT.levels])('on a light ground %s can be read', (style) => {
  // What the guidelines want of small text.
  for (const ground of GROUNDS) expect(contrast(...colorsIn(style, ground))).toBeGreaterThanOrEqual(4.5)
})

test('where a terminal’s own colours cannot', () => {
  // xterm's yellow, cyan and green, on white.
  const XTERM: readonly RGB[] = [
    [205, 205, 0],
    [0, 205, 205],
    [0, 205, 0],
  ]
  for (const color of XTERM) expect(contrast(color, WHITE)).toBeLessThan(2.25)
})

test('a text stands between the codes of its style, where there are both and colours are wanted', () => {
  const paint = painter(true)
  expect([paint('31', 'x'), paint('', 'x'), paint('31', '')]).toEqual(['\x1b[31mx\x1b[0m', 'x', ''])
  expect(painter(false)('31', 'x')).toBe('x')
})
