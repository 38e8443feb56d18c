import { AsyncLocalStorage } from 'node:async_hooks'
import { answer } from './edge.mjs'

export default {
  /** @param {Request} request */
  fetch: (request) => answer(request, AsyncLocalStorage),
}
