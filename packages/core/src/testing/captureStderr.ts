import { registered, runtime, type Runtime, type Stream } from '../runtime/runtime.js'

/** A stream that keeps what is written to it. */
export class StringStream implements Stream {
  readonly name = '<string>'
  text = ''

  write(text: string): void {
    this.text += text
  }

  /** What was written, by lines. */
  get lines(): string[] {
    return this.text === '' ? [] : this.text.replace(/\n$/, '').split('\n')
  }
}

/**
 * Runs `work` with standard error in a string, where the library's own reports go.
 *
 * @returns what was written
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
