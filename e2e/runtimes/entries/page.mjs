// The suite in a page.
import * as testing from '@treeline/core/testing'
import * as logging from 'treeline'
import * as config from 'treeline/config'
import * as handlers from 'treeline/handlers'
import { runSuite } from '../suite/index.mjs'

const url = location.origin
const outcomes = await runSuite({ logging, handlers, config, testing, url })
await fetch(`${url}/outcomes`, { method: 'POST', body: JSON.stringify(outcomes) })
