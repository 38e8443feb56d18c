import { ContextFilter } from '@treeline/core/context'
import { handlerRegistry } from '@treeline/core/internal'

/** Adds a `ContextFilter` to all open handlers without one. */
export function addContextFilters(): void {
  for (const handler of handlerRegistry.open) {
    // By name: the filter may be of another copy of the package.
    const has = handler.filters.some((filter) => (filter as object).constructor.name === ContextFilter.name)
    if (!has) handler.addFilter(new ContextFilter())
  }
}
