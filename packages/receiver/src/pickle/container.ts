/** A container of a pickle, and its items so far; a dict's items are its keys and values in turn. */
export class Container {
  readonly kind: 'list' | 'tuple' | 'dict'
  readonly items: Item[]

  constructor(kind: Container['kind'], items: Item[] = []) {
    this.kind = kind
    this.items = items
  }
}

/** An integer beyond JavaScript's safe integers. */
export class LongInteger {
  readonly value: bigint
  readonly digits: number

  constructor(value: bigint, digits: number) {
    this.value = value
    this.digits = digits
  }
}

/** A value on the stack or in the memo of a pickle. */
export type Item = null | boolean | number | string | LongInteger | Container
