// One check of a program, in a process of its own: prints the CPU seconds that TypeScript's checker took.
import { join } from 'node:path'
import ts from 'typescript'
import { program } from './program.mjs'

const [calls, blocks, isRead] = process.argv.slice(2)
const file = join(import.meta.dirname, 'program.fixture.ts')
const text = program(Number(calls), Number(blocks), isRead === 'read')
const options = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  skipLibCheck: true,
  types: [],
}
const host = ts.createCompilerHost(options)
const { readFile, fileExists } = host
host.fileExists = (name) => name === file || fileExists(name)
host.readFile = (name) => (name === file ? text : readFile(name))
const whole = ts.createProgram([file], options, host)
const before = process.cpuUsage()
const faults = whole.getSemanticDiagnostics(whole.getSourceFile(file))
const { user } = process.cpuUsage(before)
if (faults.length > 0) throw new Error(ts.flattenDiagnosticMessageText(faults[0].messageText, ' '))
console.log(user / 1e6)
