// The matcher has types where a set-up file is imported: `npm run typecheck`.
import { expect as expectOfJest } from '@jest/globals'
import { assertLogs, assertNoLogs, captureLogs, type LogCapture } from '@treeline/testing'
import '@treeline/testing/jest'
import '@treeline/testing/vitest'
import { expect } from 'vitest'

export async function typed(): Promise<void> {
  using logs = captureLogs({ logger: 'app', level: 'INFO' })
  expect(logs).toHaveLogged('WARNING', /disk/, { tenant: 'acme' })
  expect(logs).not.toHaveLogged()
  expectOfJest(logs).toHaveLogged('WARNING', /disk/, { tenant: 'acme' })
  expectOfJest(logs).not.toHaveLogged(null, 'disk')
  // @ts-expect-error the message comes second
  expect(logs).toHaveLogged(/disk/)
  // @ts-expect-error as for vitest
  expectOfJest(logs).toHaveLogged('INFO', 7)

  const now: LogCapture = assertLogs('app', 'INFO', () => {})
  const later: Promise<LogCapture> = assertLogs(async () => {})
  const nothing: void = assertNoLogs(() => {})
  const result: number = captureLogs({}, ({ messages }) => messages.length)
  // @ts-expect-error an async function gives a promise
  const wrong: LogCapture = assertLogs('app', 'INFO', async () => {})
  await later
  void [now, nothing, result, wrong]
}
