// What configurations know of filters that Python does not have.
import { ContextFilter } from '@treeline/core/context'
import { registerClass } from '@treeline/core/config'

registerClass('treeline.ContextFilter', ContextFilter, { keywords: [] })
