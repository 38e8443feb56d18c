import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resetLogging } from '@treeline/core/testing'
import { differences } from './differences.js'
import { page, table } from './document.js'
import { exceptions, mapNames, type Name, ownNames, pythonNames, type PythonNames } from './names/names.js'

const GENERATED = '<!-- Generated: change the data it names, then run `npm run docs`. -->'
let python: PythonNames
let names: Name[]

beforeAll(async () => {
  python = await pythonNames()
  names = mapNames(python)
})
afterAll(resetLogging)

const paths = (state: Name['state']): string[] =>
  names.filter((name) => name.state === state).map(({ python }) => python)

test('no public name of Python is missing without a word', () => {
  expect(paths('missing')).toEqual([])
})

test('nothing is excused that is there, and no excuse is for a name that Python does not have', () => {
  const known = new Set(names.map(({ python }) => python))
  expect(Object.keys(exceptions).filter((path) => !known.has(path))).toEqual([])
  expect(names.filter(({ python, state }) => state === 'same' && python in exceptions)).toEqual([])
})

/** `logging.Handler.emit` without its module, in code type. */
function short(path: string, module: string): string {
  return `\`${path.startsWith(`${module}.`) ? path.slice(module.length + 1) : path}\``
}

function moduleTable(module: string): string {
  const classes = Object.entries(python[module]!).filter(([, { kind }]) => kind === 'class')
  const inModule = (path: string): boolean =>
    path.startsWith(`${module}.`) && path.slice(module.length + 1).split('.')[0]! in python[module]!
  const rows = names
    .filter(({ python: path }) => inModule(path))
    .filter(({ python: path, state }) => state !== 'same' || path.split('.').length === module.split('.').length + 1)
    .map(({ python: path, state, ours, why }) => {
      const here = {
        same: 'the same',
        renamed: ours && short(ours, module),
        absent: '—',
        missing: '?',
      }
      return [short(path, module), here[state] ?? '', state === 'same' ? membersOf(path, classes, module) : why]
    })
  return table(['Python', 'treeline', ''], rows)
}

/** The members of a class that are the same, as a list. */
function membersOf(path: string, classes: [string, { members: string[] }][], module: string): string {
  const members = classes.find(([name]) => `${module}.${name}` === path)?.[1].members ?? []
  const same = members.filter((member) =>
    names.some(({ python, state }) => python === `${path}.${member}` && state === 'same'),
  )
  return same.map((member) => `\`${member}\``).join(' ')
}

test('docs/python/names.md is what the code says', () => {
  const counts = (['same', 'renamed', 'absent'] as const).map((state) => paths(state).length)
  const own = ownNames(python)
  const modules = Object.keys(python).map((module) => {
    const place = module.replace(/^logging/, 'treeline').replace('.', '/')
    const more = own[module]!.map((name) => `\`${name}\``).join(' ')
    return `## \`${module}\`: \`import … from '${place}'\`\n\n${moduleTable(module)}\n\nBeyond Python: ${more}.\n`
  })
  const text = `${GENERATED}

# Python's names in treeline

Every public name of Python's three modules, with the members of their classes, as CPython 3.14 lists them: ${counts[0]} are
here under the same name, ${counts[1]} elsewhere, ${counts[2]} not at all. A class has its own members in its row; those it
inherits stand with its base. In a page, what needs files is there and throws, naming the reason.
How they behave is in Python's documentation; where that is not so, in [differences.md](differences.md).

${modules.join('\n')}`
  const { committed, generated } = page('python/names.md', text)
  expect(committed).toBe(generated)
})

test('docs/python/differences.md is what the accepted differences say', () => {
  const sections = [...new Set(differences.map(({ section }) => section))].map((section) => {
    const rows = differences.filter((difference) => difference.section === section)
    const cells = rows.map(({ python, treeline, why }) => [python, treeline, why])
    return `## ${section}\n\n${table(['Python', 'treeline', 'why'], cells)}\n`
  })
  const text = `${GENERATED}

# Where treeline departs from Python

Python's documentation is treeline's documentation; these are the places where it is not, each with its reason. The list is
\`e2e/conformance/differences.json\`: the tests compare treeline with CPython and accept what stands there, nothing else.

${sections.join('\n')}`
  const { committed, generated } = page('python/differences.md', text)
  expect(committed).toBe(generated)
})

test('each accepted difference is named once and whole', () => {
  const ids = differences.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, section, python, treeline, why } of differences) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    for (const text of [section, python, treeline, why]) expect(text).toMatch(/\S/)
  }
})

/** An entry of the table of CPython's own tests. */
interface Counterpart {
  readonly test: string
  readonly state: 'here' | 'not applicable'
  readonly where?: string
  readonly why?: string
  readonly difference?: string
}

const LINK = 'https://github.com/python/cpython/blob/3.14/Lib/test/test_logging.py'

test('docs/python/test_logging.md is what the table of counterparts says', () => {
  const file = new URL('./test_logging/counterparts.json', import.meta.url)
  const counterparts = JSON.parse(readFileSync(file, 'utf8')) as Counterpart[]
  const count = (state: Counterpart['state']): number => counterparts.filter((each) => each.state === state).length
  const rows = counterparts.map(({ test, state, where, why, difference }) => {
    const place = state === 'here' ? `[${where}](../../e2e/conformance/test_logging/${where})` : state
    const departs = difference === undefined ? '' : `departs by \`${difference}\``
    return [`\`${test}\``, place, [why, departs].filter(Boolean).join('; ')]
  })
  const text = `${GENERATED}

# CPython's own tests and their counterparts

The ${counterparts.length} methods of CPython 3.14's [test_logging](${LINK}), by name: the behaviour of ${count('here')} is
tested here, ${count('not applicable')} cannot apply.

${table(['CPython', 'here', ''], rows)}
`
  const { committed, generated } = page('python/test_logging.md', text)
  expect(committed).toBe(generated)
})
