/** Returns how many bytes `text` takes in UTF-8; a lone surrogate counts as the replacement character that is sent for it. */
export function utf8Length(text: string): number {
  // Made when it is needed: a bare engine that loads the script tag has none.
  encoder ??= new TextEncoder()
  return encoder.encode(text).length
}

let encoder: TextEncoder | undefined
