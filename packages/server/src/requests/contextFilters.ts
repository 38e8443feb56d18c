import { ContextFilter } from '@treeline/core/context'
import { handlerRegistry } from '@treeline/core/internal'

/** Lets all open handlers put the context on records, unless they do already. */
export function addContextFilters(): void {
  for (const handler of handlerRegistry.open) {
    // Of any copy of the package.
    const has = handler.filters.some((filter) => (filter as object).constructor.name === ContextFilter.name)
    if (!has) handler.addFilter(new ContextFilter())
  }
}
