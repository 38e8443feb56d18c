/** Of an answer so much is read: servers answer anything. */
const MAX_BYTES = 2 ** 20

/** Returns the text of an answer, cut at a mebibyte. */
export async function answerText({ body }: Response): Promise<string> {
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
