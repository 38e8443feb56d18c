/** WebDriver runs it in the page: evaluates its first argument, and hands over what that resolves to. */
export const EVALUATION = `
  const done = arguments[arguments.length - 1]
  Promise.resolve()
    .then(() => window.eval(arguments[0]))
    .then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })))`

/**
 * Returns the value that the page handed over.
 *
 * @param {string} answer
 * @returns {any}
 * @throws {Error} what the page threw
 */
export function evaluated(answer) {
  const { value, error } = JSON.parse(answer)
  if (error) throw new Error(error)
  return value
}
