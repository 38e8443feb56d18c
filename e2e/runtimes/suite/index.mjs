// What treeline does on every runtime: one program, in groups.
import { configuration } from './configuration.mjs'
import { errors } from './errors.mjs'
import { formatting } from './formatting.mjs'
import { handling } from './handling.mjs'
import { hostile } from './hostile.mjs'
import { outcomesOf } from './outcomes.mjs'
import {
  configFiles,
  configPort,
  consoles,
  contexts,
  files,
  network,
  ports,
  rotation,
  storage,
  streams,
} from './places.mjs'
import { callers, records, warnings } from './records.mjs'
import { tree } from './tree.mjs'

export const groups = {
  tree,
  records,
  errors,
  formatting,
  configuration,
  handling,
  hostile,
  callers,
  files,
  rotation,
  streams,
  consoles,
  network,
  contexts,
  ports,
  storage,
  warnings,
  configFiles,
  configPort,
}

/**
 * Runs all groups.
 *
 * @param {import('./outcomes.mjs').API} api
 */
export function runSuite(api) {
  return outcomesOf(Object.values(groups).flat(), api)
}
