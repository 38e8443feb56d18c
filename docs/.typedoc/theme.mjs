// How a page of the reference looks: signatures as code, options and parameters as tables, nothing that is inherited by classes.
import { ReflectionKind } from 'typedoc'
import { MarkdownTheme, MarkdownThemeContext, ModuleRouter } from 'typedoc-plugin-markdown'
import { publicEntries } from './entries.mjs'

const pages = new Map(publicEntries().map(({ specifier, page }) => [specifier, page]))

/** Names the pages by what is imported. */
export class ReferenceRouter extends ModuleRouter {
  /**
   * @override
   * @param {import('typedoc').Reflection} reflection
   */
  getIdealBaseName(reflection) {
    return pages.get(reflection.name) ?? super.getIdealBaseName(reflection)
  }
}

/** The words of a tag, which the plugin makes a heading of, stand in bold before its text. */
const TAGS = /^#{2,6} (Throws|Returns|Remarks|See|Deprecated)\n\n/gm
/** The table, the code or the paragraph below says it. */
const NEEDLESS =
  /^#{3,6} (Parameters|Type Parameters|Constructors?|[GS]et Signature|Properties|Accessors|Methods)\n\n/gm

export class ReferenceTheme extends MarkdownTheme {
  /**
   * @override
   * @param {import('typedoc-plugin-markdown').MarkdownPageEvent<any>} page
   */
  render(page) {
    return super
      .render(page)
      .replace(TAGS, '**$1** ')
      .replace(NEEDLESS, '')
      .replaceAll(/^#{4,6} Examples?$/gm, '**Example**')
      .replaceAll(/^##### /gm, '#### ')
      .replaceAll(/^\*\*\*\n\n/gm, '')
      .replaceAll(/\n{3,}/g, '\n\n')
  }

  /**
   * @override
   * @param {import('typedoc-plugin-markdown').MarkdownPageEvent<any>} page
   */
  getRenderContext(page) {
    const context = new MarkdownThemeContext(this, page, this.application.options)
    const { signatureReturns } = context.partials
    context.partials.inheritance = () => ''
    context.partials.hierarchy = (model) => extended(model, context)
    context.partials.signatureReturns = (model, options) => {
      return String(model.type) === 'void' || isConstructor(model) ? '' : signatureReturns.call(context, model, options)
    }
    return context
  }
}

/** @param {import('typedoc').SignatureReflection} model */
function isConstructor({ kind }) {
  return kind === ReflectionKind.ConstructorSignature
}

/**
 * Says in one line what a class or an interface extends.
 *
 * @param {import('typedoc').DeclarationHierarchy} model
 * @param {MarkdownThemeContext} context
 */
function extended({ types, isTarget }, context) {
  if (isTarget) return ''
  return `Extends ${types.map((type) => context.partials.someType(type)).join(', ')}.`
}
