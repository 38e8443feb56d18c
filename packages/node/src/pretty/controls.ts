import { escapeChar } from '@treeline/core/internal'

// What a terminal would obey or hide: C0 and C1 controls, marks that turn the direction of text, separators of lines, what
// has no width. Shown as text, so that a message can neither forge a line nor reach the terminal.
const CONTROLS =
  /[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu

// The first test, which nearly every text passes; halves of pairs are most emoji's, and are looked at again.
const SUSPECT = /[^\x20-\x7e\xa0-\xac\xae-\u0600]/

/** Returns a text with control characters as Python's repr writes them: `\x1b`, `\n`, `\u202e`. */
export function visible(text: string): string {
  return SUSPECT.test(text) ? text.replace(CONTROLS, escapeChar) : text
}
