// Python's module `logging` on Node, Bun and Deno: the tree, with standard error, files and the exit hook under it.
import { registerPlatform } from '@treeline/core'
import { registerAll, registerContents, registerControls } from '@treeline/core/full'
import { registerDirect } from '@treeline/core/internal'
import { installExitHook, nodePlatform, registerFileOutputs, rehearse } from '@treeline/node'

// What happens on import. A second copy of the package finds the first one's platform and leaves it.
registerAll()
registerContents()
registerControls()
registerDirect()
registerFileOutputs()
if (registerPlatform(nodePlatform)) {
  installExitHook()
  rehearse()
}

export * from './logging.js'
export { FileHandler, type FileHandlerOptions, stderr, stdout } from '@treeline/node'
export {
  autoFormatter,
  basicConfig,
  type BasicConfigOptions,
  PrettyFormatter,
  type PrettyFormatterOptions,
} from '@treeline/node'
