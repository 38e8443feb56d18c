const MAX_LENGTH = 1000

/** Returns the text, or the beginning of one that is too long with three dots behind it. */
export function clip(text: string, length: number = MAX_LENGTH): string {
  return text.length > length ? `${text.slice(0, length)}...` : text
}
