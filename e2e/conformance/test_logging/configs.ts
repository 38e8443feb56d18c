import type { DictConfig } from 'treeline/config'

/** A handler that writes lines as `level | message` to `sys.stdout`. */
export const OUT = {
  class: 'logging.StreamHandler',
  formatter: 'brief',
  level: 'NOTSET',
  stream: 'ext://sys.stdout',
} as const

/** A configuration of the root logger with that handler; the parts given replace those of their names. */
export function configOfRoot(parts: Omit<Partial<DictConfig>, 'version'> = {}): DictConfig {
  return {
    version: 1,
    formatters: { brief: { format: '%(levelname)s | %(message)s' } },
    handlers: { out: OUT },
    root: { level: 'WARNING', handlers: ['out'] },
    ...parts,
  }
}

/** As `configOfRoot`, with the handler at the logger `shop.cart`. */
export function configOfCart(parts: Omit<Partial<DictConfig>, 'version'> = {}): DictConfig {
  const loggers = { 'shop.cart': { level: 'DEBUG', handlers: ['out'] } }
  return configOfRoot({ loggers, root: { level: 'WARNING' }, ...parts })
}

/** The sections of an ini file. */
type Sections = Record<string, Record<string, string>>

/** An ini file with one handler, whose lines are `level | message`; the sections given replace those of their names. */
export function ini(sections: Sections = {}): string {
  const all: Sections = {
    loggers: { keys: 'root' },
    handlers: { keys: 'out' },
    formatters: { keys: 'brief' },
    logger_root: { level: 'WARNING', handlers: 'out' },
    handler_out: { class: 'StreamHandler', level: 'NOTSET', formatter: 'brief', args: '(sys.stdout,)' },
    formatter_brief: { format: '%(levelname)s | %(message)s', datefmt: '' },
    ...sections,
  }
  return Object.entries(all)
    .map(([name, options]) => {
      const lines = Object.entries(options).map(([key, value]) => `${key}=${value}`)
      return [`[${name}]`, ...lines, ''].join('\n')
    })
    .join('\n')
}

/** As `ini`, with the handler at the logger `shop.cart`. */
export function iniOfCart(sections: Sections = {}): string {
  return ini({
    loggers: { keys: 'root,cart' },
    logger_root: { level: 'WARNING', handlers: '' },
    logger_cart: { level: 'DEBUG', handlers: 'out', propagate: '1', qualname: 'shop.cart' },
    ...sections,
  })
}
