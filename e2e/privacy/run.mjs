// One page's life: random values of a page are logged at random places, and what left the page is searched for its secrets.
import { BROWSERS } from '../tools/browsers.mjs'
import { serve } from './server.mjs'

/** After which a page is taken to hang. */
const PATIENCE_MS = 480_000

/** More characters would be no word about an object: fields are 16,000 at most, escapes and the record's own texts beside. */
const LONGEST = 20_000

/**
 * @typedef {object} Verdict
 * @property {string[]} found each secret that left the page: its place, by which handler, and around what
 * @property {string[]} problems calls that threw, values that could not be made
 * @property {number} logged how many calls there were
 * @property {Record<string, number>} records how many each handler sent or kept
 * @property {number} longest the longest record's characters
 * @property {boolean} shown whether what may be said of a page's objects is said
 */

/**
 * Runs a page in a browser.
 *
 * @param {keyof typeof BROWSERS} browser
 * @param {number} seed
 * @param {number} count
 * @param {string} script the script tag's file
 * @returns {Promise<Verdict>}
 */
export async function run(browser, seed, count, script) {
  const server = await serve({ seed, count }, script)
  const opened = await BROWSERS[browser](server.url)
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  try {
    const late = new Promise((_, reject) => {
      const fail = () => reject(new Error(`no report from ${browser}: ${opened.output().slice(-2000)}`))
      timer = setTimeout(fail, PATIENCE_MS)
    })
    const report = /** @type {import('./server.mjs').Report} */ (await Promise.race([server.report, late]))
    return judge(server.bodies, report)
  } finally {
    clearTimeout(timer)
    await opened.close()
    server.close()
  }
}

/**
 * @param {readonly { from: string, text: string }[]} bodies
 * @param {import('./server.mjs').Report} report
 * @returns {Verdict}
 */
function judge(bodies, { secrets, problems, logged }) {
  /** @type {Record<string, number>} */
  const records = {}
  const found = []
  let longest = 0
  for (const { from, text } of bodies) {
    for (const line of from === 'HTTPHandler' ? [text] : text.trim().split('\n').filter(isRecord)) {
      records[from] = (records[from] ?? 0) + 1
      longest = Math.max(longest, line.length)
      for (const [place, secret] of Object.entries(secrets)) {
        const at = line.indexOf(secret)
        if (at >= 0) found.push(`${place}, by ${from}: ${line.slice(Math.max(0, at - 150), at + 50)}`)
      }
    }
  }
  if (longest > LONGEST) problems.push(`a record of ${longest} characters`)
  const all = bodies.map(({ text }) => text).join('\n')
  const shown = ['button#save.primary.large', '[Storage', 'KeyboardEvent', '[Window]'].every((word) =>
    all.includes(word),
  )
  return { found, problems, logged, records, longest, shown }
}

/** @param {string} line */
function isRecord(line) {
  return line !== '' && !line.startsWith('{"treeline":')
}
