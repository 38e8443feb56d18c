import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** @typedef {'treeline' | 'opentelemetry' | 'datadog'} SenderName */

/** What may send the records of a page: this one, and peers that are given the same lives. @type {readonly SenderName[]} */
export const SENDERS = ['treeline', 'opentelemetry', 'datadog']

/**
 * Returns a sender's script, as a page loads it.
 *
 * @param {SenderName} name
 */
export async function scriptOf(name) {
  const file = fileURLToPath(new URL(`senders/${name}.js`, import.meta.url))
  if (name === 'treeline') return readFileSync(file, 'utf8')
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
  })
  return outputFiles[0]?.text ?? ''
}
