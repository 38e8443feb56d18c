// The suite on Node, Bun and Deno.
import { AsyncLocalStorage } from 'node:async_hooks'
import * as fs from 'node:fs'
import * as testing from '@treeline/core/testing'
import * as logging from 'treeline'
import * as config from 'treeline/config'
import * as handlers from 'treeline/handlers'
import { runSuite } from '../suite/index.mjs'

const { SUITE_URL: url = '', SUITE_FOLDER: folder = '.' } = process.env
const outcomes = await runSuite({ logging, handlers, config, testing, url, fs, folder, AsyncLocalStorage })
fs.writeFileSync(`${folder}/outcomes.json`, JSON.stringify(outcomes))
