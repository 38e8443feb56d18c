import type { Handler } from '../handlers/handler.js'
import { type Line, TextLine } from './line.js'

/** The output of a handler's lines without records. */
export interface DirectOutput {
  /**
   * Returns the line for the handler's call; undefined if a record has to be made.
   *
   * @param text a line of text of the handler's own, for outputs that have no other
   * @param at the time of the call: reading `ms` the first time asks the clock, and all lines of the call share it
   */
  open(handler: Handler, text: Line, at: { readonly ms: number }): Line | undefined
  /**
   * Writes a line as `emit` would write its record's; returns false if it needs a record, and a promise of the sink's remaining
   * work.
   *
   * @throws what the sink throws
   */
  write(handler: Handler, line: Line, levelno: number): boolean | Promise<unknown>
}

type Emit = Handler['emit']

// By the method that would write the record: a handler with another `emit` gets records.
const outputs = new Map<Emit, DirectOutput>()

/** Registers an output for the handlers whose `emit` is this very function: they write lines without records. */
export function registerOutput(emit: Emit, output: DirectOutput): void {
  outputs.set(emit, output)
}

/** A handler with its output, looked up once for as long as its `emit` stays the same. */
export interface Attached {
  readonly handler: Handler
  readonly emit: Emit
  readonly output: DirectOutput | undefined
  /** A line of text of the handler's own. */
  readonly text: TextLine
}

const ATTACHED: unique symbol = Symbol('direct output')

/** Returns a handler with its output, which is undefined if the handler needs records. */
export function attached(handler: Handler & { [ATTACHED]?: Attached }): Attached {
  const { emit } = handler
  const known = handler[ATTACHED]
  if (known !== undefined && known.emit === emit) return known
  const value: Attached = { handler, emit, output: outputs.get(emit), text: new TextLine() }
  Object.defineProperty(handler, ATTACHED, { value, configurable: true })
  return value
}
