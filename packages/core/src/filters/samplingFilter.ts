import { checkLevel, ERROR, type Level } from '../records/levels.js'
import type { LogRecord } from '../records/record.js'
import { checkNumber, checkOptionNames } from '../runtime/checks.js'
import { checkFields, REQUEST_FIELDS, requestOf } from './requestKey.js'

/** The optional parameters of `SamplingFilter`. */
export interface SamplingFilterOptions {
  /** The level from which records always pass. Default ERROR. */
  always?: Level | undefined
  /** The fields that name a request: the first one that the record or its context has. Default `['trace_id', 'request_id']`. */
  by?: readonly string[] | undefined
}

/**
 * A filter that lets through a part of the requests, each with all of its records. The request's name alone decides: all services
 * that know it choose the same requests, and so does each handler. Records of no request pass, and so do errors.
 *
 * @param rate the part of the requests that pass, from 0 to 1
 * @throws TypeError, RangeError for a rate that is wrong
 * @example
 * handler.addFilter(new SamplingFilter(0.1))
 */
export class SamplingFilter {
  readonly rate: number
  private readonly always: number
  private readonly by: readonly string[]

  constructor(rate: number, options: SamplingFilterOptions = {}) {
    if (new.target === SamplingFilter) checkOptionNames('SamplingFilter', options, 'always by')
    this.rate = checkNumber('rate', rate, (share) => share >= 0 && share <= 1, 'a number from 0 to 1')
    this.always = checkLevel(options.always ?? ERROR, 'always')
    this.by = checkFields('by', options.by ?? REQUEST_FIELDS)
  }

  /** Returns whether the record's request is among those that pass. */
  filter(record: LogRecord): boolean {
    if (record.levelno >= this.always) return true
    const request = requestOf(record, this.by)
    return request === undefined || share(request) < this.rate
  }
}

/**
 * Returns a number from 0 to 1 for a text: the 32 bits of FNV-1a, mixed once more, since its last characters change them too
 * little.
 */
function share(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
