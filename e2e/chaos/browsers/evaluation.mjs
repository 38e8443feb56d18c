/**
 * Returns the script that WebDriver runs in the page: it hands over what an expression resolves to. A page may forbid `eval`.
 *
 * @param {string} expression
 */
export function evaluationOf(expression) {
  return `
    const done = arguments[arguments.length - 1]
    Promise.resolve()
      .then(() => (${expression}))
      .then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })))`
}

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
