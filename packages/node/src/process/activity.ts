import { Socket } from 'node:net'

/** Node's lists of what may keep the process alive. */
interface Activity {
  getActiveResourcesInfo?(): string[]
  _getActiveHandles?(): unknown[]
}

/** Matches writes that wait for their peers, and TLS's part between them and the socket. */
const WRITE = /WriteWrap$|^TLSWrap$/
const STREAM = /^(?:Pipe|TTY|TCPSocket)Wrap$/

/** Returns whether nothing keeps the process alive but writes that wait for their peers. */
export function isOnlyWriting(): boolean {
  const host = process as Activity
  const others = (host.getActiveResourcesInfo?.() ?? ['unknown']).filter((name) => !WRITE.test(name))
  if (others.length === 0) return true
  return others.every((name) => STREAM.test(name)) && others.length <= idleStreams(host._getActiveHandles?.() ?? [])
}

/**
 * Returns how many streams are open and read nothing: standard output that was written to, standard input that was looked at.
 * They are in Node's list, but do not keep its loop alive.
 */
function idleStreams(handles: readonly unknown[]): number {
  return handles.filter((handle) => handle instanceof Socket && !isReading(handle)).length
}

function isReading(socket: Socket): boolean {
  return (socket as { _handle?: { reading?: boolean } | null })._handle?.reading === true
}
