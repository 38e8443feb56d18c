// Anchors of headings, as code hosts and the site make them.

/**
 * Returns the anchor of a heading that is the first with its text.
 *
 * @param {string} heading without marks
 */
export function slug(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')
}

/**
 * Points the links of the reference's pages to the anchors that their headings have: TypeDoc counts names twice where a type
 * has members. A link whose heading is left out becomes text.
 *
 * @param {ReadonlyMap<string, string>} pages the text of each, by the name of its file
 * @returns {Map<string, string>}
 */
export function mendLinks(pages) {
  const headings = new Map([...pages].map(([name, text]) => [name, anchorsOf(text)]))
  return new Map(
    [...pages].map(([name, text]) => [
      name,
      text.replaceAll(/\[(`?)([^\]`]+)`?\]\(([\w-]+\.md)?#([\w-]+)\)/g, (link, tick, label, page = name, anchor) => {
        const there = headings.get(page)
        const mended = there?.byName.get(label) ?? anchor
        if (there?.all.has(mended)) return link.replace(`#${anchor})`, `#${mended})`)
        return tick + label + tick
      }),
    ]),
  )
}

/** @param {string} text */
function anchorsOf(text) {
  const all = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id))
  /** @type {Map<string, string>} what is declared, without the members */
  const byName = new Map()
  /** @type {Map<string, number>} */
  const seen = new Map()
  for (const [, marks = '', heading = ''] of text.replaceAll(/^```.*?^```$/gms, '').matchAll(/^(#+) (.*)$/gm)) {
    const base = slug(heading.replaceAll(/[\\`]/g, ''))
    const count = seen.get(base) ?? 0
    seen.set(base, count + 1)
    const anchor = count === 0 ? base : `${base}-${count}`
    all.add(anchor)
    if (marks.length === 3) byName.set(heading.replaceAll(/`abstract` |[\\`]|\(\)$/g, ''), anchor)
  }
  return { all, byName }
}
