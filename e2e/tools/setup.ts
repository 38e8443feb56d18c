// What an application's import of `treeline` registers, for unit tests.
import { registerAll } from '../../packages/core/src/full.js'

registerAll()
