// The pages that list: what each page of the reference has, and from where `treeline` has its names.
import { ReflectionKind } from 'typedoc'
import { slug } from './anchors.mjs'

/** @import { DeclarationReflection, ReferenceReflection } from 'typedoc' */

/** What a list of names shows; not the types. */
const SHOWN = [ReflectionKind.Class, ReflectionKind.Function, ReflectionKind.Reference]

/**
 * Returns the first page: each entry with its classes and functions.
 *
 * @param {DeclarationReflection[]} modules
 * @param {Map<string, string>} pages by what is imported
 */
export function contentsPage(modules, pages) {
  const rows = [...pages.keys()].flatMap((specifier) => {
    const module = modules.find(({ name }) => name === specifier)
    if (module === undefined) return []
    const page = pages.get(specifier)
    const names = (module.children ?? []).filter(({ kind }) => SHOWN.includes(kind)).map(({ name }) => link(name, page))
    return [`| [${specifier}](${page}.md) | ${names.join(', ')} |`]
  })
  return [
    '# Reference',
    '',
    'Every public name with its type, its parameters and options, their units and defaults, and what it throws. Written by',
    '`npm run reference` from the declarations of the packages; a test compares them.',
    '',
    'Most programs import from `treeline`, which has the names of the packages: [treeline](treeline.md) lists where each is described.',
    '',
    '| import | classes and functions |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

/**
 * Returns the page of the umbrella, which implements nothing: each of its entries with links to its names.
 *
 * @param {DeclarationReflection[]} modules
 * @param {Map<string, string>} pages by what is imported
 * @throws Error when an entry declares a name itself
 */
export function umbrellaPage(modules, pages) {
  const sections = modules.map((module) => {
    const names = (module.children ?? []).map((child) => nameAndHome(child))
    const homes = [...new Set(names.map(({ home }) => home))]
    const lists = homes.map((home) => {
      const listed = names.filter((one) => one.home === home).map(({ name }) => link(name, pages.get(home)))
      return `From [${home}](${pages.get(home)}.md): ${listed.join(', ')}`
    })
    return [`## ${module.name}`, ...lists].join('\n\n')
  })
  const lead = 'The umbrella implements nothing. Each name is described on the page of the package that it comes from.'
  return ['# treeline', lead, ...sections].join('\n\n') + '\n'
}

/**
 * @param {string} name
 * @param {string | undefined} page
 */
function link(name, page) {
  return `[\`${name}\`](${page}.md#${slug(name)})`
}

/**
 * @param {DeclarationReflection} child
 * @returns {{ name: string, home: string }} the name, and the entry that describes it
 */
function nameAndHome(child) {
  if (child.kind !== ReflectionKind.Reference) throw new Error(`${child.getFullName()} is declared in the umbrella`)
  let home = /** @type {ReferenceReflection} */ (child).tryGetTargetReflectionDeep()?.parent
  while (home && home.kind !== ReflectionKind.Module) home = home.parent
  if (!home) throw new Error(`${child.getFullName()} is described nowhere`)
  return { name: child.name, home: home.name }
}
