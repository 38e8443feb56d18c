const encoder = /* @__PURE__ */ new TextEncoder()

/** Returns how many bytes `text` takes in UTF-8; a lone surrogate counts as the replacement character that is sent for it. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length
}
