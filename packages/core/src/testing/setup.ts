// What an application's import of `treeline` registers, for unit tests.
import { registerAll } from '../full.js'

registerAll()
