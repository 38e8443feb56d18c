import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { compilerHost } from '../tools/compilerHost.js'
import type { Place } from './place.js'

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
}

/** Returns what the compiler says of a file, in its own form: nothing where it is right. */
export function complaints(file: string, place: Place): string {
  const host = compilerHost(ts, OPTIONS)
  host.getCurrentDirectory = () => place.folder
  const program = ts.createProgram([join(place.folder, file)], OPTIONS, host)
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host)
}

/** Writes the JavaScript of a file beside it, and returns that file's name. */
export function compile(file: string, code: string, place: Place): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  const output = file.replace(/\.ts$/, '.mjs')
  writeFileSync(join(place.folder, output), ts.transpileModule(code, { compilerOptions }).outputText)
  return output
}
