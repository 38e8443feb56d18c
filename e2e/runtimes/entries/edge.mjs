// The suite where a request runs it: workerd, and Next's edge.
import * as testing from '@treeline/core/testing'
import * as logging from 'treeline'
import * as config from 'treeline/config'
import * as handlers from 'treeline/handlers'
import { runSuite } from '../suite/index.mjs'

/**
 * Answers with the outcomes.
 *
 * @param {Request} request its query names the server of the test
 * @param {import('../suite/outcomes.mjs').API['AsyncLocalStorage']} AsyncLocalStorage
 */
export async function answer(request, AsyncLocalStorage) {
  const url = new URL(request.url).searchParams.get('server') ?? ''
  return Response.json(await runSuite({ logging, handlers, config, testing, url, AsyncLocalStorage }))
}
