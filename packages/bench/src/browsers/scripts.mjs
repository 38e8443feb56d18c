import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const require = createRequire(import.meta.url)
const read = (file) => readFileSync(file, 'utf8')

/**
 * Returns the scripts as a page loads them.
 *
 * @param {string} [before] the file of an earlier `treeline.min.js`, to measure beside this one
 * @returns {Map<string, { text: string, version: string, bytes: number, gzip: number }>}
 */
export function scripts(before) {
  const treeline = fileURLToPath(new URL('../../../treeline/', import.meta.url))
  return new Map([
    ['empty', script('', '')],
    ['treeline', script(read(`${treeline}dist/treeline.min.js`), version(`${treeline}package.json`))],
    ['treeline.full', script(read(`${treeline}dist/treeline.full.min.js`), version(`${treeline}package.json`))],
    [
      'loglevel',
      script(read(require.resolve('loglevel/dist/loglevel.min.js')), version(require.resolve('loglevel/package.json'))),
    ],
    ['debug', script(debug(), version(require.resolve('debug/package.json')))],
    ...(before === undefined ? [] : [['before', script(read(before), 'before')]]),
  ])
}

function script(text, version) {
  // The map is for people, and no part of what a page pays.
  const code = text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '')
  return { text: code, version, bytes: Buffer.byteLength(code), gzip: gzipSync(code, { level: 9 }).length }
}

const version = (manifest) => JSON.parse(read(manifest)).version

/** debug has no script for pages: its three modules, joined as a bundler does, not minified. */
function debug() {
  const ms = createRequire(require.resolve('debug/package.json')).resolve('ms')
  const modules = {
    './common': require.resolve('debug/src/common.js'),
    ms,
    debug: require.resolve('debug/src/browser.js'),
  }
  const functions = Object.entries(modules).map(
    ([name, file]) => `${JSON.stringify(name)}: function (module, exports, require) {\n${read(file)}\n}`,
  )
  return `(() => {
const process = { env: {} }
const modules = {\n${functions.join(',\n')}\n}
const load = (name) => {
  const module = { exports: {} }
  modules[name].call(module.exports, module, module.exports, load)
  return module.exports
}
globalThis.debug = load('debug')
})()`
}
