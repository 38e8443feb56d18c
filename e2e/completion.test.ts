// What an editor offers in a logging call, asked of TypeScript's own language service.
import { resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const FILE = resolve(root, 'e2e/completion.fixture.ts')
const KEYWORDS = ['exc_info', 'extra', 'stack_info', 'stacklevel']

/** Returns the names offered at the mark `|` in a program's text, and what is wrong with the text without it. */
function offered(text: string): { names: string[]; errors: string[] } {
  const at = text.indexOf('|')
  const source = text.replace('|', '')
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['@treeline/source'],
    noEmit: true,
    skipLibCheck: true,
    types: [],
  }
  const read = (file: string): string | undefined => (file === FILE ? source : ts.sys.readFile(file))
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const found = read(file)
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found)
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (file) => file === FILE || ts.sys.fileExists(file),
    readFile: read,
    directoryExists: (folder) => ts.sys.directoryExists(folder),
  }
  const service = ts.createLanguageService(host)
  const names = at < 0 ? [] : (service.getCompletionsAtPosition(FILE, at, {})?.entries ?? []).map(({ name }) => name)
  const errors = service
    .getSemanticDiagnostics(FILE)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  return { names, errors }
}

const HEAD = "import * as logging from '../packages/core/src/index.js'\nconst log = logging.getLogger('a')\n"

test.each([
  "log.info('x', { | })",
  "log.exception('x', 1, { | })",
  "logging.log(20, 'x', { | })",
  "new logging.LoggerAdapter(log, {}).error('x', { | })",
])('%s offers the keywords', (call) => expect(offered(HEAD + call).names).toEqual(expect.arrayContaining(KEYWORDS)))

test('any value may be logged', () => {
  const { errors } = offered(`${HEAD}
    interface Ctx { id: string }
    declare const ctx: Ctx
    declare const rest: unknown[]
    declare const caught: unknown
    log.info('%s %s %s %s %s %s %s %s', 1, 'a', null, undefined, 1n, Symbol(), () => {}, ctx, { any: 1 }, new Error('x'))
    log.info('x', ...rest)
    log.error('x', caught)
    log.error('x', { exc_info: caught, stacklevel: 2 })
  `)
  expect(errors).toEqual([])
})
