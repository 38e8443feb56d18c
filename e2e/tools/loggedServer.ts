import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { ListHandler, resetLogging } from '@treeline/core/testing'
import { getLogger, type LogRecord } from 'treeline'
import { afterEach, beforeEach } from 'vitest'

/** One server a test, and what is logged of its requests. */
export interface LoggedServer {
  /** What the test has logged at INFO and above. */
  readonly list: ListHandler
  /** Returns the lines of requests. */
  lines(): LogRecord[]
  /** Returns what the application has logged by its logger `app`. */
  inside(): LogRecord[]
  /** Waits for so many lines: they come when the client has its answer already. */
  linesOf(count: number): Promise<LogRecord[]>
  /** Waits until the application has logged so many messages. */
  insideOf(count: number): Promise<LogRecord[]>
  /** Has a server listen until the test ends. Returns its address. */
  listening(server: Server): Promise<string>
}

/** Gives each test of the file that calls it a list of its own, and closes its server behind it. */
export function useLoggedServer(): LoggedServer {
  let list = new ListHandler()
  let server: Server | undefined
  beforeEach(() => {
    list = new ListHandler()
    getLogger().addHandler(list)
    getLogger().setLevel('INFO')
  })
  afterEach(async () => {
    server?.closeAllConnections()
    await new Promise((done) => (server ? server.close(done) : done(undefined)))
    server = undefined
    resetLogging()
  })
  const of = (name: string): LogRecord[] => list.records.filter((record) => record.name === name)
  async function ofAtLeast(name: string, count: number): Promise<LogRecord[]> {
    while (of(name).length < count) await pause(5)
    return of(name)
  }
  return {
    get list() {
      return list
    },
    lines: () => of('http'),
    inside: () => of('app'),
    linesOf: (count) => ofAtLeast('http', count),
    insideOf: (count) => ofAtLeast('app', count),
    async listening(given) {
      server = given
      if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
  }
}

/** Returns the fields of a request's line. */
export function fieldsOf(line: LogRecord): Record<string, unknown> {
  return line.args as Record<string, unknown>
}
