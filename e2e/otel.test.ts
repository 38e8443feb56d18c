// @treeline/otel with OpenTelemetry's own SDK and exporter, in ESM and CommonJS: what arrives at a collector.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { json, text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'

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

interface AnyValue {
  readonly stringValue?: string
  readonly intValue?: number | string
  readonly arrayValue?: { readonly values: readonly AnyValue[] }
}

interface LogRecord {
  readonly timeUnixNano: string
  readonly severityNumber: number
  readonly severityText?: string
  readonly body: AnyValue
  readonly attributes: readonly { readonly key: string; readonly value: AnyValue }[]
  readonly traceId?: string
  readonly spanId?: string
  readonly flags?: number
}

interface Exported {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly scope: { readonly name: string }
      readonly logRecords: readonly LogRecord[]
    }[]
  }[]
}

let folder: string
let collector: Server
const received: Exported[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-otel-'))
  mkdirSync(join(folder, 'node_modules/@treeline'), { recursive: true })
  symlinkSync(join(root, 'node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'))
  symlinkSync(join(root, 'packages/treeline'), join(folder, 'node_modules/treeline'))
  symlinkSync(join(root, 'packages/otel'), join(folder, 'node_modules/@treeline/otel'))
  collector = createServer((request, response) => {
    void json(request).then((body) => {
      received.push(body as Exported)
      response.setHeader('Content-Type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening))
})
afterAll(async () => {
  await new Promise((closed) => collector.close(closed))
  rmSync(folder, { recursive: true, force: true })
})

async function run(file: string, needed: readonly string[]): Promise<string> {
  writeFileSync(join(folder, file), [...needed, program].join('\n'))
  const { port } = collector.address() as AddressInfo
  const env = { ...process.env, COLLECTOR: `http://127.0.0.1:${port}/v1/logs` }
  const child = spawn(process.execPath, [file], { cwd: folder, env })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
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
