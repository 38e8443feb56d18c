import { registered, runtime, type Runtime, type Stream } from '../runtime/runtime.js'

/** A stream that keeps the text written to it. */
export class StringStream implements Stream {
  readonly name = '<string>'
  text = ''

  /** Adds to the text. */
  write(text: string): void {
    this.text += text
  }

  /** The lines of the text. */
  get lines(): string[] {
    return this.text === '' ? [] : this.text.replace(/\n$/, '').split('\n')
  }
}

/**
 * Runs `work` while standard error, with the library's own reports, goes to a string.
 *
 * @returns the text written
 * @throws what `work` throws
 */
export function captureStderr(work: () => void): string {
  const stream = new StringStream()
  const before = registered.runtime
  registered.runtime = Object.create(runtime(), { stderr: { value: stream } }) as Runtime
  try {
    work()
  } finally {
    registered.runtime = before
  }
  return stream.text
}
