import type { SentRecord } from '../encodings/encoding.js'

/** Returns a record as an encoding gets it. */
export function sentRecord(more: Partial<SentRecord> = {}): SentRecord {
  return {
    src: 'page',
    seq: 7,
    name: 'shop.cart',
    levelno: 20,
    levelname: 'INFO',
    msg: 'added',
    created: 1_795_234_043.231,
    ...more,
  }
}
