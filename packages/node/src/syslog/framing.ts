/** How a stream marks the end of a message (RFC 6587). */
export type Framing = 'octet-counting' | 'lf' | 'nul'

/** The values of `Framing`. */
export const FRAMINGS: readonly Framing[] = ['octet-counting', 'lf', 'nul']

/**
 * Returns a message as it is sent over a stream. A character that would end it early is written as syslog daemons write control
 * characters: `#012` for a line break.
 *
 * @param framing undefined where the message is a datagram, or ends as in Python
 */
export function frame(message: Uint8Array, framing: Framing | undefined): Uint8Array {
  switch (framing) {
    case undefined:
      return message
    case 'octet-counting':
      return Buffer.concat([Buffer.from(`${message.length} `), message])
    case 'lf':
      return Buffer.concat([escaped(message, 0x0a, '#012'), LF])
    case 'nul':
      return Buffer.concat([escaped(message, 0, '#000'), NUL])
  }
}

const LF = Buffer.of(0x0a)
const NUL = Buffer.of(0)

function escaped(message: Uint8Array, byte: number, by: string): Uint8Array {
  if (!message.includes(byte)) return message
  return Buffer.from(Buffer.from(message).toString('latin1').replaceAll(String.fromCharCode(byte), by), 'latin1')
}

/** Returns at most `maxBytes` bytes of UTF-8, cut at a character. */
export function cutBytes(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length <= maxBytes) return bytes
  let end = Math.max(0, maxBytes)
  // Not behind the first byte of a character.
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}
