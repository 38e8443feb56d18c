/** Gives the text of an error: that of traceback.ts, or of slim.ts, whichever is registered. */
export let formatException: (error: unknown) => string = String

export function setFormatException(format: typeof formatException): void {
  formatException = format
}
