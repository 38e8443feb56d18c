// What an application's import of `treeline` registers on Node beside that: calls whose records nobody would see are written
// without them.
import { registerDirect } from '../direct/register.js'

registerDirect()
