import * as fs from 'node:fs'
import * as os from 'node:os'

// A process id alone is no identity: the system reuses it, and two containers that share a folder may have the same one. So a name
// also has the place of the id (the boot of the machine and the namespace), and the start of the process.

let space: string | undefined

/** Returns a name of this process, `<place>-<pid>-<start>`, that is unique over all machines. */
export function ownIdentity(): string {
  return `${ownSpace()}-${process.pid}-${processStart(process.pid)?.start ?? '0'}`
}

/**
 * Returns whether a process is known to have ended. Returns false for a process of another machine or container.
 *
 * @param identity the process's `ownIdentity`, and anything after another hyphen
 */
export function hasEnded(identity: string): boolean {
  const [place, pid, start] = identity.split('-')
  if (place !== ownSpace() || !/^[1-9]\d*$/.test(pid ?? '')) return false
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH'
  }
  const now = processStart(Number(pid))
  return now !== undefined && (now.isZombie || now.start !== start)
}

function ownSpace(): string {
  return (space ??= linuxSpace() ?? os.hostname().replaceAll(/[^\w.]/g, '_'))
}

function linuxSpace(): string | undefined {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
    // `pid:[4026531836]`
    const [namespace] = /\d+/.exec(fs.readlinkSync('/proc/self/ns/pid')) ?? []
    return `${boot}.${namespace}`
  } catch {
    return undefined
  }
}

/** Returns when a process began, in the kernel's ticks since the boot; undefined where the system does not say. */
function processStart(pid: number): { start: string; isZombie: boolean } | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The program's name stands in parentheses, and may have any characters.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { start: fields[19]!, isZombie: 'ZX'.includes(fields[0]!) }
  } catch {
    return undefined
  }
}
