import { bodies } from './attacks/bodies.mjs'
import { contents } from './attacks/contents.mjs'
import { forgeries } from './attacks/forgeries.mjs'
import { requests } from './attacks/requests.mjs'

/** @type {import('./row.mjs').Attack} what the page waits for without an attack, on this machine at this time */
const none = { name: 'none', does: 'does nothing', ends: [], takes: 0, run: async () => {} }

/** Every attack, in the order of the table. */
export const attacks = [none, ...bodies, ...contents, ...forgeries, ...requests]
