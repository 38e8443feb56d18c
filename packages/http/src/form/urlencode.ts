const LEFT_ALONE_BY_JAVASCRIPT = /[!'()*]/g

/**
 * Gives the pairs as a form's data, as Python's `urllib.parse.urlencode` writes them. Lone surrogates become U+FFFD, where
 * Python raises.
 */
export function urlencode(pairs: Readonly<Record<string, string>>): string {
  return Object.keys(pairs)
    .map((key) => `${quotePlus(key)}=${quotePlus(pairs[key]!)}`)
    .join('&')
}

function quotePlus(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(LEFT_ALONE_BY_JAVASCRIPT, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}
