// What a test asks a page of the site. What runs in the page stands alone: it is sent there as text.
import type { Page } from 'playwright'

export interface Sample {
  readonly code: string
  /** The text that stands under it on the page; undefined where there is none. */
  readonly expected: string | undefined
  readonly shown: string
}

/** Runs all samples of a page. */
export async function samplesOf(page: Page): Promise<Sample[]> {
  const found: Sample[] = []
  for (const sample of await page.locator('.sample').all()) {
    const { code, expected } = await sample.evaluate((element) => {
      let next = element.nextElementSibling
      if (next?.tagName === 'P') next = next.nextElementSibling
      const text = next?.matches('.language-text') ? next.querySelector('code')?.textContent : undefined
      return { code: element.querySelector('code')?.textContent ?? '', expected: text ?? undefined }
    })
    await sample.locator('.sample-run').click()
    await sample.locator('[data-ended]').waitFor()
    const shown = await sample.locator('.sample-output').evaluate(({ textContent }) => textContent ?? '')
    found.push({ code, expected: expected?.trimEnd(), shown: shown.trimEnd() })
  }
  return found
}

/** Returns what stands out of the window sideways, where the page could be scrolled there. */
export function overflow(): string | undefined {
  const { scrollWidth } = document.documentElement
  if (scrollWidth <= innerWidth) return undefined
  const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth)
  return `${scrollWidth} px: ${wide.at(-1)?.outerHTML.slice(0, 200)}`
}

/** Returns each pair of colours that text in code has, by WCAG's ratio of contrast. */
export function pairsOfColors(): { text: string; color: string; background: string; ratio: number }[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  /** Paints colours over each other, the lowest first. */
  const painted = (colors: readonly string[]): readonly number[] => {
    canvas.clearRect(0, 0, 1, 1)
    for (const color of colors) {
      canvas.fillStyle = color
      canvas.fillRect(0, 0, 1, 1)
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const luminance = (color: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = color
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const known = new Map<Element, readonly string[]>()
  /** The backgrounds that an element stands on, the lowest first. */
  const layersOf = (element: Element | null): readonly string[] => {
    if (element === null) return ['white']
    const layers = known.get(element) ?? [...layersOf(element.parentElement), getComputedStyle(element).backgroundColor]
    known.set(element, layers)
    return layers
  }
  const found = new Map<string, { text: string; color: string; background: string; ratio: number }>()
  for (const element of document.querySelectorAll('.vp-doc code, .vp-doc code span, .sample-file, .sample-run')) {
    const text = [...element.childNodes].find(
      ({ nodeType, data }: ChildNode & { data?: string }) => nodeType === 3 && data?.trim(),
    )
    if (text === undefined) continue
    const layers = layersOf(element)
    const { color } = getComputedStyle(element)
    const key = [color, ...layers].join(' ')
    if (found.has(key)) continue
    const [fore, back] = [luminance(painted([...layers, color])), luminance(painted(layers))]
    const ratio = (Math.max(fore, back) + 0.05) / (Math.min(fore, back) + 0.05)
    found.set(key, { text: text.textContent!.slice(0, 40), color, background: painted(layers).join(' '), ratio })
  }
  return [...found.values()]
}
