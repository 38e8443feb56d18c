import { JSONFormatter, type Origin, ORIGIN } from '../formatting/jsonFormatter.js'
import type { Formatter } from '../formatting/formatter.js'
import { hasNoAttributes, isFree } from '../records/extra.js'
import type { Secrets } from '../records/unrecordedCall.js'
import { isoText } from '../text/isoTime.js'
import { readValue } from '../text/repr.js'
import { escape, jsonJob } from '../text/jsonText.js'
import { type Draft, type Drawer, formatsExceptions } from './drawing.js'
import type { FieldsRead } from './fieldsRead.js'
import { DEPTH_ROOT, JSONFieldsDrawer } from './jsonFieldsDrawer.js'
import { CachedText, type Line } from './line.js'
import { LinePrefix } from './linePrefix.js'
import { callMapping, drawMessage, mappingValues } from './drawMessage.js'

// In a pure call, so that bundlers drop the class where it is not used.
const usesTime = /* @__PURE__ */ (() => JSONFormatter.prototype.usesTime)()

/** A piece of a line up to the fields: a prefix, or the message. */
type Piece = LinePrefix | typeof MESSAGE

const MESSAGE = null

type Extra = Readonly<Record<string, unknown>>

interface EachField {
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
}

/** A call's fields: their text, simple ones, or a line of them. */
type Fields = string | CachedText | EachField | Line

/** The fields of an `extra` that comes again, as an adapter's does. */
interface KnownExtra {
  readonly extra: Extra
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
  readonly fields: CachedText
}

/** The drawer of the lines of a `JSONFormatter` whose keys before the fields are on every line. */
class JSONDrawer implements Drawer {
  private readonly formatter: JSONFormatter
  private readonly pieces: readonly Piece[]
  private readonly fields: JSONFieldsDrawer
  /** The text before the fields: the message's closing quote and the constants. */
  private readonly beforeFields: CachedText
  /** The same, and the closing brace. */
  private readonly end: CachedText
  private readonly maxLength: number
  /** Whether a field's text depends only on the field. */
  private readonly drawsEach: boolean
  /** Whether the keys of an error stand behind the fields, and are no part of the message. */
  private readonly drawsLate: boolean
  private lastExtra: Extra | null = null
  private known: KnownExtra | undefined

  constructor(formatter: JSONFormatter) {
    const { layout, constants } = formatter
    const { pieces, rest } = compile(formatter)
    this.formatter = formatter
    this.pieces = pieces
    this.fields = new JSONFieldsDrawer(formatter.fields, layout.limits)
    this.beforeFields = new CachedText(rest + constants)
    this.end = new CachedText(`${rest}${constants}}`)
    this.maxLength = jsonJob(layout.limits).maxLength
    this.drawsLate = !layout.errorInFields && !Object.values(layout.keys ?? {}).includes('fullMessage')
    this.drawsEach = !layout.prefix && typeof layout.fields !== 'string'
  }

  draw(line: Line, draft: Draft, msg: string, args: readonly unknown[]): boolean {
    const { formatter, pieces, maxLength } = this
    const { name, level, levelname } = draft
    const time = isoText(draft.ms)
    const mapping = callMapping(args)
    // Read before the line is begun: a getter may log, to the same file.
    if (mapping !== undefined && this.formatter.layout.fields !== false) draft.mapping.of(mapping)
    const values = mapping === undefined ? args : mappingValues(msg, mapping, draft.mapping)
    if (values === undefined || (draft.secrets !== undefined && this.showsSecrets(draft, mapping, values))) return false
    const fields = this.fieldsOf(line, draft, mapping)
    const late = draft.error === undefined ? '' : this.exceptionText(draft)
    if (time === undefined || fields === undefined || late === undefined || formatter.usesTime !== usesTime)
      return false
    line.begin()
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!
      if (piece !== MESSAGE) line.cached(piece.of(name, level, levelname, time))
      else {
        const start = line.length
        // An escaped text is at least as long as the text whose length is limited.
        if (!drawMessage(line, msg, values, mapping, escape) || line.length - start > maxLength) return false
      }
    }
    this.drawEnd(line, fields, late)
    return true
  }

  /** Returns whether secrets might be shown elsewhere than in fields that are drawn one by one. */
  private showsSecrets({ secrets, extra, added }: Draft, mapping: object | undefined, values: unknown): boolean {
    const isSearched = mapping !== undefined && (!this.drawsEach || (values as readonly unknown[]).length > 0)
    return (
      (isSearched && secrets!.areIn(mapping)) ||
      (extra !== null && secrets!.areIn(extra)) ||
      (added !== null && !this.drawsEach && secrets!.areIn(added))
    )
  }

  /** Returns the keys of an error with their values; undefined if only its record can tell them. */
  private exceptionText(draft: Draft): string | undefined {
    const { formatter } = this
    if (!this.drawsLate || !formatsExceptions(formatter)) return undefined
    return formatter.lateText({ exc_info: draft.error, exc_text: draft.exceptionText, stack_info: null })
  }

  private drawEnd(line: Line, fields: Fields, late: string): void {
    if (fields === '' && late === '') return line.cached(this.end)
    line.cached(this.beforeFields)
    if (typeof fields === 'string') line.text(fields)
    else if (fields instanceof CachedText) line.cached(fields)
    else if ('keys' in fields) this.fields.drawSimple(line, fields.keys, fields.values)
    else line.join(fields)
    line.text(`${late}}`)
  }

  /** Returns the fields of the mapping, of `extra` and of filters; undefined if only a record can tell them. */
  private fieldsOf(line: Line, draft: Draft, mapping: object | undefined): Fields | undefined {
    const { extra, added, secrets } = draft
    if (mapping === undefined && extra === null && added === null) return ''
    if (this.formatter.layout.fields === false) return extra === null ? '' : undefined
    if (extra !== null && mapping !== undefined) return undefined
    if (added !== null) {
      const all = this.allOf(added, mapping && draft.mapping.of(mapping), extra)
      return all && this.shown(line, all, secrets)
    }
    if (mapping !== undefined) return this.shown(line, draft.mapping.of(mapping), secrets)
    if (extra === this.lastExtra) return this.knownFields(line, extra!)
    this.lastExtra = extra
    return this.extraFields(line, extra!)
  }

  /** Returns the fields of the same `extra` as the last one's: their text stays while its values do. */
  private knownFields(line: Line, extra: Extra): Fields | undefined {
    const { known } = this
    if (known !== undefined && known.extra === extra && isUnchanged(known)) return known.fields
    const fields = this.extraFields(line, extra)
    if (typeof fields !== 'object' || !('keys' in fields)) return fields
    const { keys, values } = fields
    this.known = { extra, keys, values, fields: new CachedText(this.text(fields)) }
    return this.known.fields
  }

  private extraFields(line: Line, extra: Extra): Fields | undefined {
    const keys = this.extraKeys(extra)
    return keys && this.shown(line, { keys, values: readAll(extra, keys) }, undefined)
  }

  /** Returns a call's fields with those that filters add. The call's own value counts, unless it is undefined or null. */
  private allOf(added: Extra, mapping: FieldsRead | undefined, extra: Extra | null): EachField | undefined {
    const keys = mapping?.keys.slice() ?? (extra === null ? [] : this.extraKeys(extra))
    if (keys === undefined) return undefined
    const values = mapping?.values.slice() ?? readAll(extra ?? added, keys)
    const last = keys.length - 1
    for (const name in added) {
      // Keys that are numbers come first in a record, those of `extra` or others.
      if (this.formatter.shown.has(name) || (extra !== null && /^\d/.test(name))) return undefined
      // Among the call's: a context may have very many.
      const index = last < 0 ? -1 : keys.lastIndexOf(name, last)
      if (mapping?.has(name)) {
        if (index < 0) return undefined
        values[index] = readValue(mapping.mapping!, name) ?? added[name]
      } else if (index < 0) values[keys.push(name) - 1] = added[name]
    }
    return { keys, values }
  }

  /**
   * Returns the fields as they are drawn; undefined if they need a record.
   *
   * @param secrets those that may be among the fields
   */
  private shown(line: Line, each: EachField, secrets: Secrets | undefined): Fields | undefined {
    if (!this.drawsEach) return this.formatter.inObject(this.text(each))
    if (this.fields.areSimple(each.keys, each.values, secrets)) return each
    const spare = line.spare()
    spare.begin()
    if (this.fields.draw(spare, each.keys, each.values, secrets)) return spare
    return secrets === undefined ? this.text(each) : undefined
  }

  private text({ keys, values }: EachField): string {
    return this.formatter.fields.text(keys, values, jsonJob(this.formatter.layout.limits, [DEPTH_ROOT]))
  }

  /** Returns the keys of an `extra`; undefined if one of them would not become an attribute, or is shown already. */
  private extraKeys(extra: object): string[] | undefined {
    // A Map shows its attributes in a record.
    if (hasNoAttributes(extra) || Symbol.iterator in extra || Symbol.toStringTag in extra) return undefined
    const { shown } = this.formatter
    const keys: string[] = []
    for (const key in extra) {
      // Some code may have added it to every object.
      if (!isFree(key) || shown.has(key) || key in Object.prototype) return undefined
      keys.push(key)
    }
    return keys
  }
}

/** Reads all values. A getter's exception ends the drawing: the record way reports it. */
function readAll(extra: Extra, keys: readonly string[]): unknown[] {
  const values: unknown[] = []
  for (let i = 0; i < keys.length; i++) values.push(extra[keys[i]!])
  return values
}

/** Returns whether an `extra` still has the keys and values that it had. */
function isUnchanged({ extra, keys, values }: KnownExtra): boolean {
  let index = 0
  for (const key in extra) {
    if (key !== keys[index] || extra[key] !== values[index]) return false
    index++
  }
  return index === keys.length
}

interface Part {
  literal: string
  source: string | undefined
}

/**
 * Makes the pieces up to the fields. The text that stays the same for a logger and a level is one piece, with the time and the
 * quotes around the message in it. Returns also the text that has to stand before the next piece.
 */
function compile(formatter: JSONFormatter): { pieces: Piece[]; rest: string } {
  const pieces: Piece[] = []
  let run: Part[] = []
  let rest = ''
  const close = (): void => {
    if (run.length > 0) pieces.push(prefixOf(formatter, run))
    run = []
  }
  formatter.early.forEach(([withComma, source], index) => {
    const literal = `${rest}${index === 0 ? `{${withComma.slice(1)}` : withComma}`
    rest = ''
    if (source === 'time' && run.some((part) => part.source === 'time')) close()
    if (source !== 'message') return void run.push({ literal, source })
    run.push({ literal: `${literal}"`, source: undefined })
    close()
    pieces.push(MESSAGE)
    rest = '"'
  })
  close()
  return { pieces, rest }
}

function prefixOf(formatter: JSONFormatter, parts: readonly Part[]): LinePrefix {
  const timed = parts.some(({ source }) => source === 'time')
  return new LinePrefix((origin) => textsOf(formatter, parts, origin), timed)
}

function textsOf(formatter: JSONFormatter, parts: readonly Part[], origin: Origin): [before: string, behind: string] {
  let before = ''
  let text = ''
  for (const { literal, source } of parts) {
    text += literal
    if (source === 'time') {
      before = text
      text = ''
    } else if (source !== undefined) {
      text += formatter.member('', ORIGIN[source]!(origin, formatter.layout)) || 'null'
    }
  }
  return [before, text]
}

/** Makes the drawer of a formatter; undefined if a key before the fields is not on every line. */
export function makeJSONDrawer(formatter: Formatter): Drawer | undefined {
  if (!(formatter instanceof JSONFormatter) || formatter.early.length === 0) return undefined
  const isAlways = ([, source]: readonly [string, string]): boolean =>
    source === 'time' || source === 'message' || Object.hasOwn(ORIGIN, source)
  return formatter.early.every(isAlways) ? new JSONDrawer(formatter) : undefined
}
