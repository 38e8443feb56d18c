// What the compiler checks of a logging call. It reads a format string that is written out in the call, and compares it with the
// arguments behind it, by the rules of percent.ts and keywords.ts. Types only: nothing of this exists at run time.
import type { Argument, Keywords } from './keywords.js'

type List = readonly unknown[]

/**
 * The message of a logging call: any value. A format string that is known while compiling has to fit arguments of the types `A`;
 * otherwise this is a text that says what is wrong. A string that is known only at run time passes.
 *
 * @example
 * function audit<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
 *   getLogger('audit').info(msg, ...args)
 * }
 */
export type Message<M, A extends List> = Fits<M, A> extends 0 ? Explanation<NoInfer<Mistake<M, A>>, M> : unknown

/**
 * The message of a call of an adapter: as `Message`. An adapter may merge formats of the style `{` itself, as in Python's
 * cookbook: a text with `{` in it and arguments behind it passes.
 */
export type AdapterMessage<M, A extends List> = (M extends `${string}{${string}` ? 1 : Fits<M, A>) extends 0
  ? Explanation<NoInfer<Mistake<M, A>>, M>
  : unknown

// `each` is looked up so that the compiler resolves it at once: for a list of no known length both parts are one and the same.
/** The arguments of a logging call: any values, keywords among them. `A` is the list of their types. */
export type Arguments<A extends List> = A | { each: Each<A> }['each'][]

// In a generic function, and where a subclass's method is compared with its parent's, `M` and `A` are not known yet, and the
// compiler takes what suits both branches of a condition. It leaves out a first branch whose condition cannot hold for any types:
// `Message` and `Each` are written so that this is the branch that refuses.
type Unless<Problem> = [Problem] extends [never] ? 1 : 0

type Each<A extends List> = Unless<number extends A['length'] ? A : never> extends 0 ? A[number] : Argument

/** The type through which the compiler learns `M`; if there is a problem, its text is required in place of the message. */
type Explanation<Problem, M> = Problem extends string ? Problem : M

/** Whether a call is right. A quick look shows that for nearly every call, and costs the compiler little. */
type Fits<M, A extends List> = [Glance<M, A>] extends [1] ? 1 : Unless<Mistake<M, A>>

type Glance<Text, Rest> = Text extends `${string}%${infer C}${infer After}`
  ? C extends keyof Conversions
    ? Rest extends readonly [Conversions[C], ...infer Others]
      ? Glance<After, Others>
      : 0
    : C extends '('
      ? Rest extends readonly [infer V, ...Trailing[]]
        ? GlanceAtKeys<After, V>
        : 0
      : 0
  : Text extends `${string}%`
    ? 0
    : Rest extends readonly Trailing[]
      ? 1
      : Rest extends readonly [infer V]
        ? IsUnknown<V>
        : 0

type GlanceAtKeys<Tail, V> = Tail extends `${infer Key})${infer C}${infer After}`
  ? C extends keyof Conversions
    ? Key extends keyof V
      ? V[Key] extends Conversions[C]
        ? After extends `${string}%${infer Next}`
          ? Next extends `(${infer More}`
            ? GlanceAtKeys<More, V>
            : 0
          : 1
        : 0
      : 0
    : 0
  : 0

/** An error, keywords or fields: not a list, nor a function. */
type Trailing = object & { length?: undefined }

/** Whether a type is `unknown`, as in a `catch`: it may be an error. */
type IsUnknown<V> = unknown extends V ? 1 : 0

// --- one call, with care -------------------------------------------------------------------------------------------------

type Mistake<M, A extends List> = M extends string ? IfKnown<M, A, Read<M, A>> : never

/** A problem, unless the text is known only in parts or the number of arguments is not known: these may be right. */
type IfKnown<M extends string, A extends List, Problem> = [Problem] extends [never]
  ? never
  : {} extends Record<M, 1>
    ? never
    : number extends A['length']
      ? never
      : Problem

type Read<M extends string, A extends List> = A extends [] ? Missing<A, Plain<M>> : Next<M, A, M, A>

type Next<M extends string, A extends List, Text, Rest extends List> = Text extends `${string}%${infer Tail}`
  ? Conversion<M, A, Tail, Rest>
  : Behind<A, Rest>

/** Python's int and float. */
type Real = number | bigint | boolean

/** The types that each conversion takes. */
interface Conversions {
  s: unknown
  r: unknown
  a: unknown
  d: Real
  i: Real
  u: Real
  o: Real
  x: Real
  X: Real
  e: Real
  E: Real
  f: Real
  F: Real
  g: Real
  G: Real
  c: Real | string
}

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'
type Hex = Digit | 'a' | 'b' | 'c' | 'd' | 'e' | 'f'
/** The characters that may stand between the percent sign and the letter, in any order. */
type Modifier = '-' | '+' | '#' | '.' | 'h' | 'l' | 'L' | Digit

/** `Rest` is what the conversions before have left of the arguments; `Begun` the part of the conversion that was read. */
type Conversion<
  M extends string,
  A extends List,
  Tail,
  Rest extends List,
  Begun extends string = '%',
> = Tail extends `${infer C}${infer After}`
  ? C extends keyof Conversions
    ? Rest extends readonly [infer V, ...infer Others]
      ? [V] extends [Conversions[C]]
        ? Next<M, A, After, Others>
        : Unsuited<M, A, Rest, V, NoNumber<A, Rest, `${Begun}${C}`>>
      : MissingAt<A, Rest, `${Begun}${C}`>
    : C extends Modifier | ' '
      ? Conversion<M, A, After, Rest, `${Begun}${C}`>
      : C extends '*'
        ? Rest extends readonly [infer V, ...infer Others]
          ? [V] extends [Real]
            ? Conversion<M, A, After, Others, `${Begun}${C}`>
            : Unsuited<M, A, Rest, V, NoNumber<A, Rest, `${Begun}${C}`>>
          : MissingAt<A, Rest, `${Begun}${C}`>
        : `${Begun}${C}` extends '%%'
          ? Next<M, A, After, Rest>
          : `${Begun}${C}` extends '%('
            ? Keys<A, After>
            : Unknown<M, A, Rest, `${Begun}${C}`>
  : Unknown<M, A, Rest, Begun>

/** No problem if an argument may be there. */
type MissingAt<A extends List, Rest extends List, C> = Rest extends readonly [] ? Missing<A, C> : never

type Unknown<M extends string, A extends List, Rest extends List, C extends string> = Rest extends readonly [
  infer V,
  ...unknown[],
]
  ? Unsuited<M, A, Rest, V, NoConversion<C>>
  : NoConversion<C>

/**
 * The problem of an argument that no conversion takes. An error, keywords and fields may stand alone behind a text whose percent
 * signs are signs.
 */
type Unsuited<M extends string, A extends List, Rest extends List, V, Problem> = [V] extends [Surplus]
  ? Problem
  : Rest['length'] extends A['length']
    ? [Plain<M, AreFields<V> extends true ? '%' : never>] extends [never]
      ? Behind<A, A>
      : Problem
    : Problem

/** A value that is neither an error nor keywords nor fields. */
type Surplus =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | readonly unknown[]
  | ((...args: never) => unknown)

/** Whether an object is known to be fields. */
type AreFields<V> = unknown extends V
  ? false
  : [Exclude<keyof V, keyof Keywords>] extends [never]
    ? false
    : keyof V & ('message' | 'error' | 'reason') extends never
      ? true
      : false

/** The problem of arguments behind those that the conversions took. */
type Behind<A extends List, Rest extends List> = Rest extends readonly [infer V, ...infer Others]
  ? [V] extends [Surplus]
    ? IsAnyOrNever<V> extends true
      ? Behind<A, Others>
      : `argument ${Place<A, Rest>} has no place in the format: write %s for it`
    : Behind<A, Others>
  : never

type IsAnyOrNever<V> = unknown extends V ? true : [V] extends [never] ? true : false

// --- percent signs in a text that is not merged: Python merges no text without arguments ------------------------------------

/**
 * The first conversion that is no sign, as in `95% of` or `/a%20b`; `Other` for a percent sign that looks like neither. Never if
 * all are signs.
 */
type Plain<M extends string, Other = never> = M extends `${infer Head}%${infer Tail}`
  ? Tail extends `%${infer After}`
    ? Plain<After, Other>
    : Head extends `${string}${Digit}`
      ? Plain<Tail, Other>
      : IsSign<Tail> extends true
        ? Plain<Tail, Other>
        : [Whole<Tail>] extends [never]
          ? [Other] extends [never]
            ? Plain<Tail, Other>
            : Other
          : Whole<Tail>
  : never

type IsSign<Tail> = Tail extends '' | ` ${string}`
  ? true
  : Tail extends `${infer First}${infer Second}${string}`
    ? Lowercase<`${First}${Second}`> extends `${Hex}${Hex}`
      ? true
      : false
    : false

/** The conversion at the beginning of a text, unless a letter follows: `%foo%` is a pattern of SQL. */
type Whole<Tail, Begun extends string = '%'> = Tail extends `${infer C}${infer After}`
  ? C extends keyof Conversions
    ? After extends `${infer N}${string}`
      ? Lowercase<N> extends Uppercase<N>
        ? `${Begun}${C}`
        : never
      : `${Begun}${C}`
    : C extends '('
      ? After extends `${infer Key})${infer Rest}`
        ? Whole<Rest, `%(${Key})`>
        : never
      : C extends Modifier | '*'
        ? Whole<After, `${Begun}${C}`>
        : never
  : never

// --- a mapping ------------------------------------------------------------------------------------------------------------

/** The problem of a format with keys. The mapping may stand anywhere among errors and keywords. */
type Keys<A extends List, Tail> = Tail extends `${infer Key})${infer After}`
  ? Key extends `${string}(${string}`
    ? never
    : Key extends KeyOf<A[number]>
      ? KeyValue<A, Key, After>
      : NoKey<Key>
  : never

type KeyValue<A extends List, Key extends string, After> = After extends `${infer C}${infer Text}`
  ? C extends keyof Conversions
    ? [ValueOf<A[number], Key>] extends [Conversions[C]]
      ? NextKey<A, Text>
      : `the value of '${Key}' (%${C}) has to be ${Wanted<C>}`
    : C extends Modifier | ' '
      ? KeyValue<A, Key, Text>
      : never
  : never

type NextKey<A extends List, Text> = Text extends `${string}%${infer Tail}`
  ? Tail extends `(${infer After}`
    ? Keys<A, After>
    : Tail extends `%${infer After}`
      ? NextKey<A, After>
      : never
  : Behind<A, A>

type KeyOf<V> = unknown extends V
  ? string
  : V extends Surplus
    ? never
    : V extends ReadonlyMap<unknown, unknown>
      ? string
      : [keyof V] extends [never]
        ? string
        : `${keyof V & (string | number)}`

type ValueOf<V, Key extends string> = unknown extends V ? never : Key extends keyof V ? V[Key] : never

// --- what the compiler shows ----------------------------------------------------------------------------------------------

type Missing<A extends List, C> = C extends `%(${infer Key})${string}`
  ? NoKey<Key>
  : C extends string
    ? `argument ${[...A, 0]['length'] & number} (${C}) is missing`
    : never

type NoNumber<
  A extends List,
  Rest extends List,
  C extends string,
> = `argument ${Place<A, Rest>} (${C}) has to be ${Wanted<C>}`

type NoConversion<C extends string> = `${C} is no conversion: write %% for a percent sign`

type NoKey<Key extends string> = `no mapping with the key '${Key}' is given`

type Wanted<C extends string> = C extends `${string}c` ? 'a number or a character' : 'a number'

/** The number of the argument that `Rest` begins with. */
type Place<A extends List, Rest extends List> = A extends readonly [...infer Before, ...Rest]
  ? [...Before, 0]['length'] & number
  : never
