import { remember } from '../text/memo.js'
import { clipKey, isFull, isShort, type JSONJob, quote, readProperty, valueText } from '../text/jsonText.js'

/** Reads the values of keys, as many as a line may show. */
export function valuesOf(object: object, keys: readonly string[], { maxKeys }: JSONJob): unknown[] {
  return keys.slice(0, maxKeys).map((key) => readProperty(object, key))
}

/** The fields of JSON lines: the texts of their keys, beside the line's own. */
export class JSONFields {
  private readonly prefix: string | undefined
  /** The texts of the line's own keys. */
  private readonly own: readonly string[]
  /** The keys that a field may not have, without underscores at their end. */
  private readonly reserved: ReadonlySet<string>
  private readonly underscores: string
  private readonly names = new Map<string, string>()

  /**
   * @param keys those that stand beside the fields
   * @param prefix the text before each field's key, which is then reduced to letters, digits, dots and dashes
   */
  constructor(keys: readonly string[], prefix: string | undefined) {
    const own = prefix ? [...keys, `${prefix}...`, `${prefix}id`] : [...keys, '...']
    this.prefix = prefix
    this.own = own.map((key) => `${quote(key)}:`)
    this.reserved = new Set(own.map(withoutUnderscores))
    this.underscores = '_'.repeat(1 + Math.max(...own.map((key) => key.length - withoutUnderscores(key).length)))
  }

  /**
   * Returns the fields, each with a comma before it.
   *
   * @param values of as many keys as `job` shows
   * @param surplus how many more keys there would be; default 0
   */
  text(keys: readonly string[], values: readonly unknown[], job: JSONJob, surplus = 0): string {
    const { prefix } = this
    // Only reduced names can be equal.
    const seen = prefix ? new Set(this.own) : undefined
    const size = keys.length + surplus
    let text = ''
    for (let index = 0; index < size; index++) {
      if (isFull(index, job)) return `${text},"${prefix ?? ''}...":"${size - index} more"`
      const key = keys[index]!
      let value = valueText(values[index], job)
      if (value === undefined) continue
      job.left -= key.length
      let name = isShort(key) ? this.name(key) : this.nameText(clipKey(key, job))
      if (seen !== undefined) {
        while (seen.has(name)) name = `${name.slice(0, -2)}_${index}":`
        seen.add(name)
        if (!/^["\d-]/.test(value)) value = quote(value)
      }
      text += `,${name}${value}`
    }
    return text
  }

  /** @internal Returns a field's key with its colon, for a short key. */
  name(key: string): string {
    return this.names.get(key) ?? remember(this.names, key, this.nameText(key))
  }

  /** Returns a field's key with its colon. */
  private nameText(key: string): string {
    const { prefix } = this
    let name = key
    if (prefix) name = prefix + name.replace(/[^\w.-]/g, '_')
    if (this.reserved.has(withoutUnderscores(name))) name += this.underscores
    return `${quote(name)}:`
  }
}

function withoutUnderscores(key: string): string {
  let end = key.length
  while (key[end - 1] === '_') end--
  return key.slice(0, end)
}
