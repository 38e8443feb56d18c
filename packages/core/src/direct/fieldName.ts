import type { SecretPath } from '../records/unrecordedCall.js'
import { quote } from '../text/jsonText.js'
import { CachedText } from './line.js'

/** The most names of a drawer, before it begins anew: keys may be data. */
const MAX_NAMES = 5000

/** A key's text on lines, in one place of one kind of object. */
export class FieldName {
  readonly key: string
  /** The text before a value, with the comma and the colon. */
  readonly before: CachedText
  /** The same before a string, with its first quote. */
  readonly beforeText: CachedText
  /** The same two for an object's first entry. */
  readonly first: CachedText
  readonly firstText: CachedText
  /** The state of the paths of secrets at the value; undefined if none goes on. */
  readonly path: SecretPath | undefined
  private readonly names: Names
  private ownTable: NameTable | undefined
  private ownItem: FieldName | undefined

  /** @param text the key's text with its colon; '' for the items of a list */
  constructor(names: Names, key: string, text: string, path: SecretPath | undefined) {
    const open = text === '' ? '[' : '{'
    this.names = names
    this.key = key
    this.before = new CachedText(`,${text}`)
    this.beforeText = new CachedText(`,${text}"`)
    this.first = new CachedText(open + text)
    this.firstText = new CachedText(`${open}${text}"`)
    this.path = path === undefined || path.isDead ? undefined : path
    names.count++
  }

  /** The keys of the objects in this place. */
  get table(): NameTable {
    return (this.ownTable ??= new NameTable(this.names, nestedName, this.path))
  }

  /** The items of the lists in this place; undefined if a path names one of them. */
  get item(): FieldName | undefined {
    if (this.ownItem !== undefined) return this.ownItem
    const path = this.path?.anyItem
    if (path === undefined && this.path !== undefined) return undefined
    return (this.ownItem = new FieldName(this.names, '', '', path))
  }
}

function nestedName(key: string): string {
  return `${quote(key)}:`
}

/** The names of one kind of object. */
class NameTable {
  private readonly names: Names
  private readonly textOf: (key: string) => string
  private readonly path: SecretPath | undefined
  private readonly last: FieldName[] = []
  private readonly known = new Map<string, FieldName>()

  constructor(names: Names, textOf: (key: string) => string, path: SecretPath | undefined) {
    this.names = names
    this.textOf = textOf
    this.path = path
  }

  /** Returns the name of the key in one place. As a rule the last object had the same one there: a comparison, and no map. */
  at(place: number, key: string): FieldName {
    const { last } = this
    if (place < last.length) {
      const name = last[place]!
      if (name.key === key) return name
    }
    const name = this.nameOf(key)
    if (place <= last.length) last[place] = name
    return name
  }

  private nameOf(key: string): FieldName {
    let name = this.known.get(key)
    if (name === undefined) {
      name = new FieldName(this.names, key, this.textOf(key), this.path?.at(key))
      this.known.set(key, name)
    }
    return name
  }
}

/** All names of the lines that one drawer draws with the same secrets. */
export class Names {
  count = 0
  private readonly textOf: (key: string) => string
  private readonly path: SecretPath | undefined
  private root: NameTable

  /** @param textOf returns the text of a field's key, with its colon */
  constructor(textOf: (key: string) => string, path: SecretPath | undefined) {
    this.textOf = textOf
    this.path = path
    this.root = new NameTable(this, textOf, path)
  }

  /** The names of the fields. Read it once a line. */
  get table(): NameTable {
    if (this.count > MAX_NAMES) {
      this.count = 0
      this.root = new NameTable(this, this.textOf, this.path)
    }
    return this.root
  }
}

export type { NameTable }
