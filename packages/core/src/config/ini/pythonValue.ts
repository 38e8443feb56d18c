/** The value of a Python literal. A dict becomes an object if its keys are strings, else a Map; a tuple or list an array. */
export type PythonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | PythonValue[]
  | Set<PythonValue>
  | Map<PythonValue, PythonValue>
  | { [key: string]: PythonValue }
