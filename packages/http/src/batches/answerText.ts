import type { Encoding } from '../encodings/encoding.js'
import { discard } from '../request.js'

/** The most bytes of an answer that are read: servers answer anything. */
const MAX_BYTES = 2 ** 20

/**
 * Returns a function that reads an answer's text, where the encoding or what takes levels (JSON only) wants it.
 *
 * @param onLevels undefined where levels are not wanted
 */
export function readerOf(
  encoding: Encoding | undefined,
  onLevels: unknown,
): (response: Response) => Promise<string | undefined> {
  return async (response) => {
    const isJSON = /json/i.test(response.headers.get('content-type') ?? '')
    return encoding?.read || (onLevels && isJSON) ? answerText(response) : discard(response)
  }
}

/** Returns the text of an answer, cut at a mebibyte. */
async function answerText({ body }: Response): Promise<string> {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let bytes = 0; reader && bytes < MAX_BYTES;) {
    const { value, done } = await reader.read()
    if (done) return text
    bytes += value.length
    text += decoder.decode(value, { stream: true })
  }
  reader?.cancel().catch(() => undefined)
  return text
}
