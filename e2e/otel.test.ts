// @treeline/otel with OpenTelemetry's own SDK and exporter, in ESM and CommonJS: what arrives at a collector.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyValue, ExportRequest, LogRecord } from './encodings/otlp.js'
import { standIn, type StandIn } from './encodings/standIn.js'
import { outputOf } from './tools/output.mjs'

const root = resolve(import.meta.dirname, '..')
const program = readFileSync(join(root, 'e2e/otel/program.js'), 'utf8')

const NEEDED: readonly [names: string, id: string][] = [
  ['* as logging', 'treeline'],
  ['{ OpenTelemetryHandler, TreeLogRecordProcessor }', '@treeline/otel'],
  ['{ context }', '@opentelemetry/api'],
  ['{ logs }', '@opentelemetry/api-logs'],
  ['{ AsyncLocalStorageContextManager }', '@opentelemetry/context-async-hooks'],
  ['{ OTLPLogExporter }', '@opentelemetry/exporter-logs-otlp-http'],
  ['{ BatchLogRecordProcessor, LoggerProvider }', '@opentelemetry/sdk-logs'],
  ['{ BasicTracerProvider }', '@opentelemetry/sdk-trace-base'],
]

const imports = NEEDED.map(([names, id]) => `import ${names} from '${id}'`)
const requires = NEEDED.map(([names, id]) => `const ${names.replace('* as ', '')} = require('${id}')`)

let folder: string
let collector: StandIn
const received: ExportRequest[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-otel-'))
  mkdirSync(join(folder, 'node_modules/@treeline'), { recursive: true })
  symlinkSync(join(root, 'node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'))
  symlinkSync(join(root, 'packages/treeline'), join(folder, 'node_modules/treeline'))
  symlinkSync(join(root, 'packages/otel'), join(folder, 'node_modules/@treeline/otel'))
  collector = await standIn('/v1/logs', (body) => {
    received.push(JSON.parse(body) as ExportRequest)
    return { status: 200, body: '{}', stored: [] }
  })
})
afterAll(async () => {
  await collector.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(file: string, needed: readonly string[]): Promise<string> {
  writeFileSync(join(folder, file), [...needed, program].join('\n'))
  const { stdout, stderr } = await outputOf([file], folder, { COLLECTOR: collector.url })
  expect(stderr).toBe('')
  return stdout
}

const valueOf = ({ attributes }: LogRecord, key: string): AnyValue | undefined =>
  attributes.find((attribute) => attribute.key === key)?.value

test.each([
  ['ESM', 'program.mjs', imports],
  ['CommonJS', 'program.cjs', requires],
])("%s: the collector has the records, the tree has the library's", async (_name, file, needed) => {
  received.length = 0
  const before = BigInt(Date.now()) * 1_000_000n
  const lines = (await run(file, needed)).trimEnd().split('\n')
  const span = JSON.parse(lines.pop()!) as { traceId: string; spanId: string }
  expect(lines.filter((line) => /^[A-Z]+:/.test(line))).toEqual([
    'WARNING:shop.cart:3 items',
    'ERROR:shop.cart:no price',
    'INFO:otel.lib:from a library',
  ])

  const scopes = received.flatMap(({ resourceLogs }) => resourceLogs.flatMap(({ scopeLogs }) => scopeLogs))
  const of = (name: string): LogRecord[] =>
    scopes.filter(({ scope }) => scope.name === name).flatMap(({ logRecords }) => logRecords)
  expect(scopes.map(({ scope }) => scope.name).toSorted()).toEqual(['lib', 'shop.cart'])
  const [warning, error, ...more] = of('shop.cart') as [LogRecord, LogRecord]
  expect(more).toEqual([])
  expect(of('lib').map(({ body }) => body.stringValue)).toEqual(['from a library'])

  expect([warning.severityNumber, warning.severityText, warning.body]).toEqual([
    13,
    'WARNING',
    { stringValue: '3 items' },
  ])
  expect(valueOf(warning, 'user')).toEqual({ stringValue: 'ann' })
  expect(valueOf(warning, 'sizes')).toEqual({ arrayValue: { values: [{ intValue: 1 }, { intValue: 2 }] } })
  expect(valueOf(warning, 'code.file.path')?.stringValue).toMatch(new RegExp(`${file}$`))
  expect(valueOf(warning, 'code.line.number')).toBeDefined()
  expect(BigInt(warning.timeUnixNano)).toBeGreaterThanOrEqual(before)
  expect([warning.traceId, warning.spanId]).toEqual([span.traceId, span.spanId])

  expect([error.severityNumber, error.body.stringValue]).toEqual([17, 'no price'])
  expect(valueOf(error, 'exception.type')).toEqual({ stringValue: 'TypeError' })
  expect(valueOf(error, 'exception.message')?.stringValue).toMatch(/null/)
  expect(valueOf(error, 'exception.stacktrace')?.stringValue).toMatch(new RegExp(`TypeError: .*\\n.*${file}`))
})
