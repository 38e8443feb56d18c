import { answer } from './edge.mjs'

export const runtime = 'edge'

// Next's edge has it as a global.
export const GET = (/** @type {Request} */ request) =>
  answer(request, /** @type {any} */ (globalThis).AsyncLocalStorage)
