import { shared } from '../realm/realm.js'
import { hasNoAttributes } from '../records/extra.js'
import { refuse } from '../runtime/checks.js'
import { fieldsOf } from '../text/mapObject.js'
import { type ContextFields, type ContextStorage, type Scope, syncStorage } from './contextStorage.js'

/** Fields as they are given: an object or a Map. */
export type GivenFields = object

/** @internal The storage of the context, which all copies of this package in the realm share. */
const realm: { storage: ContextStorage; isRegistered?: boolean } = /* @__PURE__ */ shared('context', () => ({
  storage: syncStorage(),
}))

/** Registers the platform's storage of the context. The first one stays: running contexts are in it. */
export function registerContextStorage(make: () => ContextStorage): void {
  if (realm.isRegistered) return
  realm.isRegistered = true
  realm.storage = make()
}

/** The fields of a context without any, and of code outside of every context. */
const NONE: ContextFields = /* @__PURE__ */ Object.freeze({})

/** Fields for all records of a request, wherever its code logs. */
export interface Context {
  /**
   * Calls a function within a context: all code that it calls, awaits or starts has the fields. A context within another has the
   * other's fields too; of two fields with one name the inner one counts.
   *
   * In a page the context ends when the function returns: code that runs later, behind an `await` or in a timer, is outside.
   * `bind` carries the context there.
   *
   * @param fields an object or a Map. A getter that throws leaves its mark in place of the value.
   * @returns what the function returns
   * @throws TypeError for fields that are no object, and for anything but a function; what the function throws
   * @example
   * context.run({ request_id: 7 }, () => log.info('started'))
   */
  run<Result>(fields: GivenFields, fn: () => Result): Result
  /** Returns the fields of the present context; none outside of one. */
  get(): ContextFields
  /**
   * Adds fields to the present context, for all code that runs in it, before and behind this place. Contexts around it, and those
   * that have begun within it, stay as they are.
   *
   * @param fields an object or a Map
   * @returns whether there is a context; outside of one nothing happens
   * @throws TypeError for fields that are no object
   * @example
   * context.assign({ user: user.id })
   */
  assign(fields: GivenFields): boolean
  /**
   * Returns a function that runs in the present context, wherever and whenever it is called: for listeners, pools and callbacks.
   *
   * @throws TypeError for anything but a function
   */
  bind<This, Args extends unknown[], Result>(
    fn: (this: This, ...args: Args) => Result,
  ): (this: This, ...args: Args) => Result
}

/** Fields for all records of a request, wherever its code logs; see `Context`. A `ContextFilter` puts them on records. */
export const context: Context = {
  run: (fields, fn) => {
    checkFunction(fn)
    return runIn(openScope(fields), fn)
  },
  get: () => realm.storage.getStore()?.fields ?? NONE,
  assign: (fields) => {
    const scope = realm.storage.getStore()
    const added = joined(scope?.fields, fields)
    if (scope === undefined) return false
    scope.fields = added
    return true
  },
  bind: (fn) => {
    checkFunction(fn)
    const { storage } = realm
    const scope = storage.getStore()
    return function (...args) {
      return storage.run(scope, () => fn.apply(this, args))
    }
  },
}

/**
 * Returns a context within the present one, to be entered more than once.
 *
 * @throws TypeError for fields that are no object
 */
export function openScope(fields: GivenFields): Scope {
  return { fields: joined(realm.storage.getStore()?.fields, fields) }
}

/** Calls a function in a context. Fields that it assigns stay for the next call in this context. */
export function runIn<Result>(scope: Scope, fn: () => Result): Result {
  return realm.storage.run(scope, fn)
}

function checkFunction(fn: unknown): void {
  if (typeof fn !== 'function') refuse('a function', fn)
}

/**
 * Returns the fields of a context within another.
 *
 * @throws TypeError for fields that are no object
 */
function joined(outer: ContextFields | undefined, given: GivenFields): ContextFields {
  if (!given || hasNoAttributes(given)) refuse('an object of fields', given)
  return { ...outer, ...fieldsOf(given) }
}
