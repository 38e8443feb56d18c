// Fields for all records of a request on Node, Bun, Deno and in Workers: they follow its code wherever it goes.
import { registerAsyncContext } from '@treeline/node/context'

registerAsyncContext()

export * from './context.js'
