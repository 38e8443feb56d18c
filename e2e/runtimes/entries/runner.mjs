// The suite as a test of jest or vitest, on the globals of either.
import { AsyncLocalStorage } from 'node:async_hooks'
import * as fs from 'node:fs'
import * as testing from '@treeline/core/testing'
import * as logging from 'treeline'
import * as config from 'treeline/config'
import * as handlers from 'treeline/handlers'
import { runSuite } from '../suite/index.mjs'

const { SUITE_URL: url = '', SUITE_FOLDER: folder = '.' } = process.env

// A limit that a busy machine does not break.
const HANGS_MS = 300_000

/** @type {{ test: (name: string, run: () => Promise<void>, timeoutMs: number) => void }} */
const { test } = /** @type {any} */ (globalThis)

test(
  'the suite',
  async () => {
    const outcomes = await runSuite({ logging, handlers, config, testing, url, fs, folder, AsyncLocalStorage })
    fs.writeFileSync(`${folder}/outcomes.json`, JSON.stringify(outcomes))
  },
  HANGS_MS,
)
