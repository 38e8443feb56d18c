// What an application's import of `treeline` registers on Node beside that: calls whose records nobody would see are written
// without them.
import { registerDirect } from '../../packages/core/src/direct/register.js'
import { registerFileOutputs } from '../../packages/node/src/direct/fileOutput.js'

registerDirect()
registerFileOutputs()
