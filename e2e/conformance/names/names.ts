import { readFileSync } from 'node:fs'
import * as logging from 'treeline'
import * as config from 'treeline/config'
import * as handlers from 'treeline/handlers'
import { runInPyodide } from '../pyodide.js'
import { specimens } from './specimens.js'

/** Python's modules, each with its public names. */
export type PythonNames = Record<string, Record<string, { kind: 'class' | 'function' | 'value'; members: string[] }>>

/** What `names.json` says of a name that is not here as it is in Python. */
interface Exception {
  /** Where it is instead: a dotted path from the module, checked. */
  readonly ours?: string
  /** Why it is elsewhere or not at all. */
  readonly why: string
}

/** One public name of Python's and what became of it. */
export interface Name {
  /** Such as `logging.Handler.emit`. */
  readonly python: string
  readonly state: 'same' | 'renamed' | 'absent' | 'missing'
  readonly ours: string | undefined
  readonly why: string
}

const MODULES: Record<string, object> = { logging, 'logging.handlers': handlers, 'logging.config': config }
const here = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

/** The names that differ, by their Python path; one on a class or module holds for all below it. */
export const exceptions = JSON.parse(here('./names.json')) as Record<string, Exception>

/** Asks CPython for its names. */
export async function pythonNames(): Promise<PythonNames> {
  return runInPyodide<PythonNames>(here('./names.py'), null)
}

/** Finds what a path such as `logging.settings.raiseExceptions` or `logging.Handler.emit` names here. */
function exists(path: string): boolean {
  const module = Object.keys(MODULES)
    .filter((name) => path.startsWith(`${name}.`))
    .toSorted((a, b) => b.length - a.length)[0]
  if (module === undefined) return false
  const keys = path.slice(module.length + 1).split('.')
  let found: unknown = MODULES[module]
  for (const [index, key] of keys.entries()) {
    if (typeof found === 'function') found = holder(found, path, key)
    if (typeof found !== 'object' && typeof found !== 'function') return false
    if (found === null || !(key in found)) return false
    // The last one is not read: an accessor of a prototype may want an object of the class.
    if (index < keys.length - 1) found = (found as Record<string, unknown>)[key]
  }
  return true
}

/** Returns the one of a class, its prototype and an object of it that has the member. */
function holder(klass: object, path: string, key: string): object | undefined {
  const specimen = specimens[path.slice(0, path.lastIndexOf('.'))]
  const { prototype } = klass as { prototype?: object }
  return [klass, prototype, specimen?.()].find((each) => each !== undefined && key in each)
}

function nameOf(python: string): Name {
  const exception = exceptions[python]
  if (exists(python)) return { python, state: 'same', ours: python, why: exception?.why ?? '' }
  if (exception === undefined) return { python, state: 'missing', ours: undefined, why: '' }
  const { ours, why } = exception
  if (ours === undefined) return { python, state: 'absent', ours, why }
  return { python, state: exists(ours) ? 'renamed' : 'missing', ours, why }
}

/** Returns what became of each public name; members of a class that is not here are not listed. */
export function mapNames(names: PythonNames): Name[] {
  return Object.entries(names).flatMap(([module, entries]) =>
    Object.entries(entries).flatMap(([name, { members }]) => {
      const found = nameOf(`${module}.${name}`)
      const inner = found.state === 'same' ? members : []
      return [found, ...inner.map((member) => nameOf(`${module}.${name}.${member}`))]
    }),
  )
}

/** Returns what treeline's modules export beyond Python's names. */
export function ownNames(names: PythonNames): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(MODULES).map(([module, exported]) => [
      module,
      Object.keys(exported).filter((name) => !Object.hasOwn(names[module] ?? {}, name)),
    ]),
  )
}
