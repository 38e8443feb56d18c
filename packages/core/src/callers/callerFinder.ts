import type { Caller, CallerFinder, Method, Place } from '../records/caller.js'
import { type Called, PLACE, STACKLEVEL } from '../records/record.js'
import { callStack, findCaller } from './findCaller.js'
import { redirected } from './redirection.js'

// Consecutive calls whose caller was read, and whether the present one's was. From HABIT on the caller is found at the call's
// start: there the stack has eighteen fewer of our own calls, half a microsecond each (bench, caller).
let streak = 0
let isRead = false
const HABIT = 3

function isAwaited(): boolean {
  return streak >= HABIT
}

function openRecord(record: object, method: Method, caller?: Caller): boolean {
  const called = record as Called
  // Made with its place.
  if (called[PLACE] !== undefined) return false
  called[PLACE] = caller ?? (isAwaited() ? findCaller(method, called[STACKLEVEL]) : method)
  return true
}

function closeRecord(record: object, isOpen: boolean): void {
  if (isRead) streak++
  else {
    streak = 0
    if (isOpen) (record as Called)[PLACE] = undefined
  }
  isRead = false
}

function placeOf(record: object): Place | undefined {
  const called = record as Called
  const place = called[PLACE]
  isRead = true
  return typeof place === 'function' ? (called[PLACE] = findCaller(place, called[STACKLEVEL])) : place
}

/** The finder of the part `callers`. */
// The functions themselves: a wrapper would add a frame to the stacks that are searched.
export const callerFinder: CallerFinder = {
  findCaller,
  callStack,
  redirected,
  isAwaited,
  openRecord,
  closeRecord,
  placeOf,
}
