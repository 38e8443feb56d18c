import type { Socket } from 'node:net'
import { Timer } from '@treeline/core/internal'

/** The most connections that have sent nothing yet. */
const MAX_SILENT = 256
/** The most connections that have begun their message. Each may hold its bytes. */
const MAX_BEGUN = 16
/** The longest silence before the first byte, in milliseconds. */
const MAX_SILENCE_MS = 2000

/**
 * The open connections of a listener. Closes the oldest one where there are too many: connections that are left open keep nobody
 * out.
 */
export class Connections {
  private readonly silent = new Set<Socket>()
  private readonly begun = new Set<Socket>()

  /** Takes in a new connection. */
  add(socket: Socket): void {
    const timer = new Timer(() => socket.destroy())
    timer.start(MAX_SILENCE_MS)
    socket.once('data', () => {
      timer.stop()
      this.silent.delete(socket)
      enter(this.begun, socket, MAX_BEGUN, new Error('a configuration gave way to newer ones: it took too long'))
    })
    socket.once('close', () => {
      timer.stop()
      this.silent.delete(socket)
      this.begun.delete(socket)
    })
    enter(this.silent, socket, MAX_SILENT)
  }
}

/**
 * Puts a socket into a group, and closes the oldest one where there are more than `max`.
 *
 * @param error the reason of that
 */
function enter(group: Set<Socket>, socket: Socket, max: number, error?: Error): void {
  group.add(socket)
  if (group.size <= max) return
  const [oldest] = group
  group.delete(oldest!)
  oldest!.destroy(error)
}
