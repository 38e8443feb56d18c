import { spawnSync } from 'node:child_process'

/** A registry may be slow. */
const PATIENCE_MS = 300_000

/**
 * Returns what a program of npm packages prints. npx fetches the packages once and keeps them.
 *
 * @param {string[]} packages with versions, `bun@1.4.5`; the first is the one that is named where it fails
 * @param {string[]} args the program and its arguments, as npx takes them
 * @returns {string}
 * @throws Error of one line that says what is missing
 */
export function printedByNpx(packages, args) {
  const flags = ['--yes', '--prefer-offline', '--loglevel=error', ...packages.map((name) => `--package=${name}`)]
  return printed(packages[0] ?? '', 'npx', [...flags, ...args], process.platform === 'win32')
}

/**
 * Returns the path of a program that npm packages bring.
 *
 * @param {string} name
 * @param {string[]} packages as for `printedByNpx`
 */
export function programFromNpm(name, packages) {
  const [path = ''] = printedByNpx(packages, [
    '-c',
    process.platform === 'win32' ? `where ${name}` : `command -v ${name}`,
  ]).split(/\r?\n/)
  return path
}

/**
 * Returns what a program prints; what it complains of goes to standard error.
 *
 * @param {string} wanted the package that it comes from
 * @param {string} command
 * @param {string[]} args
 * @param {boolean} [shell]
 * @returns {string}
 */
export function printed(wanted, command, args, shell = false) {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE_MS,
    shell,
  })
  if (status === 0) return stdout.trim()
  const why = error?.message ?? `${command} ended with ${status}`
  throw new Error(`No ${wanted} here: npx has to fetch it from the npm registry (${why})`)
}
