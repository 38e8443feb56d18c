type Name = 'CRITICAL' | 'FATAL' | 'ERROR' | 'WARNING' | 'WARN' | 'INFO' | 'DEBUG' | 'NOTSET'

/**
 * A level of type `L`, unless that is a text which is known to be no level: `setLevel('LOUD')` does not compile, a variable of
 * type `string` does. A level of one's own is given by its number, or as `'NOTICE' as string`.
 */
export type KnownLevel<L> = L & (L extends string ? (string extends L ? unknown : Name | Lowercase<Name>) : unknown)
