import { escapeChar } from '@treeline/core/internal'

// Characters that a terminal would obey or hide: C0 and C1 controls, marks of direction, line separators, characters without
// width. They are shown as text, so that a message can neither forge a line nor control the terminal.
const CONTROLS =
  /[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu

// The first test, which finds nothing in most texts; half pairs may be parts of emoji, and are tested again.
const SUSPECT = /[^\x20-\x7e\xa0-\xac\xae-\u0600]/

/** Returns a text with control characters as Python's repr writes them: `\x1b`, `\n`, `\u202e`. */
export function visible(text: string): string {
  return SUSPECT.test(text) ? text.replace(CONTROLS, escapeChar) : text
}
