import { Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { isOnlyWriting } from './activity.js'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** A socket, and whether it reads. */
const socket = (reading: boolean): Socket => Object.assign(new Socket(), { _handle: { reading } })

test.each<[string[], unknown[], boolean]>([
  [[], [], true],
  [['WriteWrap'], [], true],
  [['TCPSocketWrap', 'TLSWrap', 'WriteWrap'], [socket(false)], true],
  [['TCPSocketWrap'], [socket(true)], false],
  [['TTYWrap', 'PipeWrap'], [socket(false), socket(false), {}], true],
  [['TTYWrap', 'PipeWrap'], [socket(false)], false],
  [['Timeout'], [socket(false)], false],
  [['WriteWrap', 'FSReqCallback'], [], false],
])('%j keep a process for nothing but writing: %3$s', (names, handles, expected) => {
  vi.spyOn(process, 'getActiveResourcesInfo').mockReturnValue(names)
  vi.spyOn(process as unknown as { _getActiveHandles(): unknown[] }, '_getActiveHandles').mockReturnValue(handles)
  expect(isOnlyWriting()).toBe(expected)
})

test.each<[object, boolean]>([
  [{}, false],
  [{ getActiveResourcesInfo: () => ['WriteWrap'] }, true],
  [{ getActiveResourcesInfo: () => ['PipeWrap'] }, false],
])('where Node does not tell all, what is not known keeps the process: %o', (host, expected) => {
  vi.stubGlobal('process', host)
  expect(isOnlyWriting()).toBe(expected)
})
