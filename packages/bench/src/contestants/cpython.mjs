// CPython's own logging, run by cpython.py: it opens and calls everything itself.
export const from = 'python3'
export const can = ['json', 'text', 'iso', 'caller', 'tree', 'deep']
export const calls = [
  'disabled',
  'disabledLiteral',
  'disabledObject',
  'message',
  'arguments',
  'fields',
  'bindings',
  'error',
  'long',
  'unicode',
]
export const setups = { cpython: { durabilities: ['none', 'sync', 'buffered'], program: 'cpython.py' } }
