import { loadPyodide, type PyodideInterface } from 'pyodide'

let interpreter: Promise<PyodideInterface> | undefined

/**
 * Runs Python source in CPython 3.14 compiled to WebAssembly, which needs no Python on the machine, and gives the JSON that
 * its function `main(argument)` returns. One interpreter serves a test file, so a source keeps its names to itself.
 */
export async function runInPyodide<Result>(source: string, argument: unknown): Promise<Result> {
  interpreter ??= loadPyodide()
  const python = await interpreter
  const names = python.globals.get('dict')()
  try {
    python.runPython(source, { globals: names })
    names.set('argument', JSON.stringify(argument))
    return JSON.parse(
      python.runPython('import json; json.dumps(main(json.loads(argument)))', { globals: names }),
    ) as Result
  } finally {
    names.destroy()
  }
}

/** Returns the version of that Python, such as `3.14.2`. */
export async function pyodideVersion(): Promise<string> {
  const version = 'import platform\ndef main(_): return platform.python_version()'
  return runInPyodide<string>(version, null)
}
