import { NODES } from '../../tools/node.mjs'
import { chromium, firefox, webkit } from './browsers.js'
import { next } from './next.js'
import { bun, deno, node } from './processes.js'
import type { Runtime } from './runtime.js'
import { jest, vitest } from './testRunners.js'
import { workerd } from './workerd.js'

/** In the order of the table. */
export const RUNTIMES: readonly Runtime[] = [
  ...NODES.map(node),
  bun,
  deno,
  workerd,
  next,
  jest('node'),
  jest('jsdom'),
  vitest('node'),
  vitest('jsdom'),
  chromium,
  firefox,
  webkit,
]
