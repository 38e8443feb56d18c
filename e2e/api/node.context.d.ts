export function registerAsyncContext(): void
