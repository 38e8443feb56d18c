// Fields for all records of a request in pages: they end where the function returns, see `Context.run`.
export * from './context.js'
