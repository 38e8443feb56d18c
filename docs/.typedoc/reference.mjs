// `npm run reference`: writes docs/reference from the declarations, which `npm run build` makes before.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Application, Converter, LogLevel, ReflectionKind } from 'typedoc'
import { mendLinks } from './anchors.mjs'
import { contentsPage, umbrellaPage } from './contents.mjs'
import { allEntries, isUmbrella, publicEntries } from './entries.mjs'
import { ReferenceRouter, ReferenceTheme } from './theme.mjs'

/** @import { DeclarationReflection, ProjectReflection, TypeDocOptions } from 'typedoc' */

/**
 * Writes the pages into a folder, which it empties first.
 *
 * @param {string} out
 * @throws Error when TypeDoc cannot read the declarations
 */
export async function writeReference(out) {
  const app = await Application.bootstrapWithPlugins(/** @type {Partial<TypeDocOptions>} */ (options(out)))
  app.renderer.defineRouter('reference', /** @type {any} */ (ReferenceRouter))
  app.renderer.defineTheme('reference', /** @type {any} */ (ReferenceTheme))
  const project = read(app)
  const modules = /** @type {DeclarationReflection[]} */ (project.children)
  const umbrella = modules.filter(({ name }) => isUmbrella(name))
  const pages = new Map(publicEntries().map(({ specifier, page }) => [specifier, page]))
  const described = modules.filter((module) => !umbrella.includes(module))
  const treeline = umbrellaPage(umbrella, pages)
  const contents = contentsPage(described, pages)
  for (const module of umbrella) project.removeReflection(module)

  rmSync(out, { recursive: true, force: true })
  await app.generateOutputs(project)
  writeFileSync(join(out, 'treeline.md'), treeline)
  writeFileSync(join(out, 'README.md'), contents)
  const texts = new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]))
  for (const [name, text] of mendLinks(texts)) writeFileSync(join(out, name), text)
}

/** @param {string} out */
function options(out) {
  return {
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: join(import.meta.dirname, 'tsconfig.json'),
    entryPoints: publicEntries().map(({ declarations }) => declarations),
    compilerOptions: {
      paths: Object.fromEntries(allEntries().map(({ specifier, declarations }) => [specifier, [declarations]])),
    },
    // `npm run build` has checked them.
    skipErrorChecking: true,
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    readme: 'none',
    outputs: [{ name: 'markdown', path: out }],
    router: 'reference',
    theme: 'reference',
    logLevel: LogLevel.Warn,
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    tableColumnSettings: { hideInherited: true, hideOverrides: true },
  }
}

/**
 * Reads the declarations; the modules have the names by which they are imported.
 *
 * @param {Application} app
 * @returns {ProjectReflection}
 */
function read(app) {
  const entries = publicEntries()
  // Before TypeDoc groups the members, and after it knows where they come from.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => leaveOutInherited(project))
  const points = app.getEntryPoints()
  if (points?.length !== entries.length) throw new Error('TypeDoc could not read the declarations')
  return app.converter.convert(
    points.map((point) => {
      const entry = entries.find(({ declarations }) => resolve(point.sourceFile.fileName) === declarations)
      if (!entry) throw new Error(`${point.sourceFile.fileName} is no entry`)
      return { ...point, displayName: entry.specifier }
    }),
  )
}

/**
 * Leaves out what a class has from its base, which has its own description: members that it inherits, and those that it
 * implements without a word of its own. An interface of options keeps them, since a constructor takes all of them.
 *
 * @param {ProjectReflection} project
 */
function leaveOutInherited(project) {
  const members = /** @type {DeclarationReflection[]} */ (project.getReflectionsByKind(ReflectionKind.ClassMember))
  for (const member of members) {
    const { parent, inheritedFrom, overwrites } = member
    if (parent?.kind !== ReflectionKind.Class || member.kind === ReflectionKind.Constructor) continue
    if (inheritedFrom || (overwrites && !hasOwnComment(member))) project.removeReflection(member)
  }
}

/** @param {DeclarationReflection} member */
function hasOwnComment({ comment, signatures = [], getSignature, setSignature }) {
  const comments = [comment, ...[...signatures, getSignature, setSignature].map((signature) => signature?.comment)]
  return comments.some((one) => one && !one.inheritedFromParentDeclaration)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeReference(resolve(process.argv[2] ?? join(import.meta.dirname, '../reference')))
