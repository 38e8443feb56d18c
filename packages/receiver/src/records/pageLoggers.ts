import { getLogger, type Logger } from '@treeline/core'
import { oneLine } from './clean.js'

const MAX_NAME = 200

/** The logger that takes a record. */
export interface Place {
  readonly logger: Logger
  /** The sent name, where the logger has another one. */
  readonly sentName: string | undefined
}

/**
 * Finds the loggers of received names. Loggers live for ever, and each step of a name is a node of the tree. So senders can add
 * only `maxLoggers` nodes; beyond them, records of new names go to the nearest logger above and reach its handlers.
 */
export class PageLoggers {
  private readonly prefix: string
  private readonly max: number
  private made = 0

  constructor(prefix: string, max: number) {
    this.prefix = prefix
    this.max = max
  }

  /** The logger of the prefix itself. */
  get top(): Logger {
    return getLogger(this.prefix)
  }

  find(sent: string): Place {
    const name = this.fullName(sent)
    const { loggerDict } = this.top.manager
    const known = loggerDict.get(name)
    // A known name may be a placeholder. Making it a logger adds no node.
    if (known === undefined && name !== this.top.name) {
      const nodes = countNewNodes(name, loggerDict)
      if (this.made + nodes > this.max) return { logger: this.nearest(name), sentName: oneLine(sent, MAX_NAME) }
      this.made += nodes
    }
    return { logger: getLogger(name), sentName: undefined }
  }

  /** Returns the nearest logger above a name, at the latest the prefix's own. */
  private nearest(name: string): Logger {
    const { loggerDict } = this.top.manager
    for (let dot = name.lastIndexOf('.'); dot > this.prefix.length; dot = name.lastIndexOf('.', dot - 1)) {
      const above = name.slice(0, dot)
      if (loggerDict.has(above)) return getLogger(above)
    }
    return this.top
  }

  private fullName(sent: string): string {
    const steps = oneLine(sent, MAX_NAME)
      .split('.')
      .filter((step) => step.trim() !== '')
    const name = steps.join('.')
    if (name === '' || name === 'root') return this.top.name
    return this.prefix === '' ? name : `${this.prefix}.${name}`
  }
}

function countNewNodes(name: string, known: ReadonlyMap<string, unknown>): number {
  let nodes = 1
  for (let dot = name.lastIndexOf('.'); dot > 0 && !known.has(name.slice(0, dot)); dot = name.lastIndexOf('.', dot - 1))
    nodes++
  return nodes
}
