import { checkLevel, type Level, WARNING } from '../records/levels.js'
import { isBelow, isLoggerClass, Logger, refreshGates, RootLogger } from './logger.js'
import { type LogRecordFactory, setLogRecordFactory } from '../records/record.js'
import { shared } from '../realm/realm.js'
import { repr } from '../text/repr.js'

/** A place in the tree for a name that has loggers below it and no logger of its own yet. */
export class PlaceHolder {
  /** The loggers below that have no nearer ancestor. */
  readonly loggerMap: Set<Logger> = new Set()
}

/** Returns whether a node is a placeholder and no logger, of this copy of the package or another. */
export function isPlaceHolder(node: Logger | PlaceHolder): node is PlaceHolder {
  return 'loggerMap' in node
}

/** A level that is in effect for a time. */
interface TemporaryLevel {
  /** The level; undefined while the logger's own is in effect. */
  readonly levelno: number | undefined
  /** Whether it differs between contexts. */
  readonly isConditional: boolean
}

type LoggerClass = new (name: string) => Logger

/** @internal The realm's tree, and the class of its new loggers. */
export const tree: { manager: Manager | undefined; loggerClass: LoggerClass | undefined } = /* @__PURE__ */ shared(
  'tree',
  () => ({ manager: undefined, loggerClass: undefined }),
)

function requireLoggerClass(klass: unknown): LoggerClass {
  if (isLoggerClass(klass)) return klass
  throw new TypeError(
    `logger not derived from logging.Logger: ${typeof klass === 'function' ? klass.name : repr(klass)}`,
  )
}

/** The tree: the loggers by name, and their parents. There is one in a realm. */
export class Manager {
  readonly root: Logger
  readonly loggerDict: Map<string, Logger | PlaceHolder> = new Map()
  loggerClass: LoggerClass | null = null
  emittedNoHandlerWarning = false
  /** @internal Levels that are in effect in place of loggers' own, by their names; undefined if there never were any. */
  overrides: Map<string, number> | undefined = undefined
  /** @internal Levels for a time, or in some contexts; undefined if there are none at present. */
  temporary: ReadonlyMap<string, TemporaryLevel> | undefined = undefined
  private ownDisable = 0

  constructor(root: Logger) {
    this.root = root
  }

  /** The level at which, and below which, records are dropped everywhere. Default 0. */
  get disable(): number {
    return this.ownDisable
  }

  /**
   * Sets the level, from a number or a level's name.
   *
   * @throws TypeError, RangeError for an unknown level
   */
  set disable(level: Level) {
    this.ownDisable = checkLevel(level)
    refreshGates(this.root)
  }

  /**
   * Returns the logger of that name; makes it the first time.
   *
   * @throws TypeError for a name that is not a string
   */
  getLogger(name: string): Logger {
    if (typeof name !== 'string') throw new TypeError('A logger name must be a string')
    const known = this.loggerDict.get(name)
    if (known !== undefined && !isPlaceHolder(known)) return known
    const logger = new (this.loggerClass ?? tree.loggerClass ?? Logger)(name)
    logger.manager = this
    this.loggerDict.set(name, logger)
    this.fixParents(logger)
    if (known !== undefined) this.fixChildren(known, logger)
    return logger
  }

  /**
   * Sets the class of the tree's new loggers.
   *
   * @throws TypeError for a class that is not derived from Logger
   */
  setLoggerClass(klass: LoggerClass): void {
    this.loggerClass = requireLoggerClass(klass)
  }

  /** Sets the factory that makes records; see `setLogRecordFactory`. */
  setLogRecordFactory(factory: LogRecordFactory): void {
    setLogRecordFactory(factory)
  }

  /** Finds the nearest ancestor that is a logger, leaving a placeholder for each name between. */
  private fixParents(logger: Logger): void {
    const { name } = logger
    let parent: Logger | undefined
    for (let dot = name.lastIndexOf('.'); dot > 0 && parent === undefined; dot = name.lastIndexOf('.', dot - 2)) {
      const ancestor = name.slice(0, dot)
      // Has a level already, which those below have, too.
      const isKept = this.temporary?.has(ancestor) || this.overrides?.has(ancestor)
      const found = isKept ? this.getLogger(ancestor) : this.loggerDict.get(ancestor)
      if (found === undefined) {
        const placeHolder = new PlaceHolder()
        placeHolder.loggerMap.add(logger)
        this.loggerDict.set(ancestor, placeHolder)
      } else if (isPlaceHolder(found)) {
        found.loggerMap.add(logger)
      } else {
        parent = found
      }
    }
    logger.parent = parent ?? this.root
  }

  /** Puts a logger that replaces a placeholder between the loggers below and their parent so far. */
  private fixChildren(placeHolder: PlaceHolder, logger: Logger): void {
    for (const child of placeHolder.loggerMap) {
      // If the application has moved one of them, a name's parent may have the name below among its ancestors.
      if (!child.parent?.name.startsWith(logger.name) && !isBelow(logger, child)) child.parent = logger
    }
  }
}

/** Returns the realm's tree. */
export function manager(): Manager {
  if (tree.manager === undefined) {
    const root = new RootLogger(WARNING)
    tree.manager = new Manager(root)
    root.manager = tree.manager
    refreshGates(root)
  }
  return tree.manager
}

/**
 * Returns the logger of that name, the same one each time; the root logger for no name or `'root'`.
 *
 * @param name names separated by dots: `'app.db'` is below `'app'`
 * @throws TypeError for a name that is not a string
 * @example
 * const log = getLogger('app.db')
 * log.info('connected to %s', 'db1')
 */
export function getLogger(name?: string | null): Logger {
  if (!name || name === 'root') return manager().root
  return manager().getLogger(name)
}

/** Returns the class of new loggers. */
export function getLoggerClass(): new (name: string) => Logger {
  return tree.loggerClass ?? Logger
}

/**
 * Sets the class of new loggers.
 *
 * @throws TypeError for a class that is not derived from Logger
 */
export function setLoggerClass(klass: new (name: string) => Logger): void {
  tree.loggerClass = requireLoggerClass(klass)
}

/**
 * Drops records of a level and below everywhere; `disable(NOTSET)` undoes it.
 *
 * @param level a number or a level's name; default CRITICAL
 * @throws TypeError, RangeError for an unknown level
 */
export function disable(level: Level = 50): void {
  manager().disable = level
}
