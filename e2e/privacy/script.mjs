// The script tag's file: as it is built, or made of sources in which a guard is taken out, to see that the harness notices.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Guards of privacy, and what the sources are without them.
 *
 * @type {Readonly<Record<string, { file: string, from: string, to: string }>>}
 */
export const MUTANTS = {
  'no table': {
    file: 'text/platformObjects.ts',
    from: 'if (kind === undefined) return frameworkSummary(value)',
    to: 'return undefined',
  },
  'frameworks shown by their fields': {
    file: 'text/platformObjects.ts',
    from: 'if (kind === undefined) return frameworkSummary(value)',
    to: 'if (kind === undefined) return undefined',
  },
  'keys told': { file: 'text/platformObjects.ts', from: "MouseEvent: 'button'", to: "KeyboardEvent: 'key'" },
  'whole addresses': {
    file: 'text/platformObjects.ts',
    from: "return address.replace(/[?#].*/s, '?...').replace(",
    to: 'return address.replace(',
  },
  'credentials in addresses': {
    file: 'text/platformObjects.ts',
    from: ".replace(/^([\\w+.-]+:\\/\\/)[^/?]*@/, '$1')",
    to: '',
  },
  'extras enumerated': {
    file: 'records/extra.ts',
    from: '(isList(value) || summaryOf(value) !== undefined)',
    to: 'isList(value)',
  },
}

/** Returns the file that is published. */
export function published() {
  return readFileSync(join(ROOT, 'packages/treeline/dist/treeline.min.js'), 'utf8')
}

/**
 * Returns the file without a guard.
 *
 * @param {string} name of MUTANTS
 */
export async function mutated(name) {
  const mutant = MUTANTS[name]
  if (mutant === undefined) throw new Error(`no mutant ${name}; there are ${Object.keys(MUTANTS).join(', ')}`)
  const { file, from, to } = mutant
  const path = join(ROOT, 'packages/core/src', file)
  const source = readFileSync(path, 'utf8')
  if (!source.includes(from)) throw new Error(`${file} has no ${from}`)
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'packages/treeline/src/scriptTag.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'logging',
    write: false,
    conditions: ['@treeline/source', 'browser'],
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
            loaded === path ? { contents: source.replace(from, to), loader: 'ts' } : undefined,
          ),
      },
    ],
  })
  return /** @type {import('esbuild').OutputFile} */ (outputFiles[0]).text
}
