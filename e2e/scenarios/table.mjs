// docs/measured/scenarios.md: what became of each scenario in each browser.
import { SCENARIOS } from './scenario.mjs'

/** @typedef {import('../chaos/browsers.mjs').BrowserName} BrowserName */

const NAMES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' }
const HEAD = `# The scenarios of delivery

Each scenario is what pages, browsers and servers do; each is played in real browsers against a receiver in a process of its own.
\`n of n\`: so many records were accepted by the pages, and so many are in the server's log, each once. Written by
\`npm run scenarios\`, from \`e2e/scenarios\`.

| | scenario | ${Object.values(NAMES).join(' | ')} |
| --: | --- | --- | --- | --- |
`

/**
 * Returns the table.
 *
 * @param {ReadonlyMap<string, import('./scenario.mjs').Outcome>} outcomes by number and browser, as `7 firefox`
 */
export function tableOf(outcomes) {
  /** @type {string[]} */
  const notes = []
  /** @param {string} text */
  const note = (text) => {
    if (!notes.includes(text)) notes.push(text)
    return `[${notes.indexOf(text) + 1}]`
  }
  const rows = SCENARIOS.map((scenario) => {
    const cells = Object.keys(NAMES).map((name) => {
      const browser = /** @type {BrowserName} */ (name)
      const { elsewhere, cannot, without } = scenario
      if (elsewhere) return note(elsewhere)
      if (cannot?.[browser]) return note(cannot[browser])
      const outcome = outcomes.get(`${scenario.number} ${browser}`)
      if (!outcome) return 'not played'
      if (outcome.faults.length > 0) return `✗ ${outcome.faults.join('; ')}`
      const less = without?.[browser]
      return `${outcome.arrived} of ${outcome.accepted}${less ? ` ${note(less.why)}` : ''}`
    })
    return `| ${scenario.number} | ${scenario.name} | ${cells.join(' | ')} |`
  })
  const told = notes.map((text, index) => `- [${index + 1}] ${text}.`)
  return `${HEAD}${rows.join('\n')}\n\n${told.join('\n')}\n`
}
