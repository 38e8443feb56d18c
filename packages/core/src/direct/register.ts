import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { direct } from '../records/call.js'
import { registerDrawer } from './drawing.js'
import { makeJSONDrawer } from './jsonDrawer.js'
import { registerOutput } from './output.js'
import { streamOutput } from './streamOutput.js'
import { makeTextDrawer } from './textDrawer.js'
import { writeDirect } from './writeDirect.js'

/**
 * Registers the direct way: calls whose records no code of the application would see are written without them, at a third of a
 * buffered line's cost. `treeline` on Node calls it; pages do without.
 */
export function registerDirect(): void {
  registerDrawer(Formatter.prototype.format, makeTextDrawer)
  registerDrawer(JSONFormatter.prototype.format, makeJSONDrawer)
  registerOutput(StreamHandler.prototype.emit, streamOutput)
  direct.current = writeDirect
}
