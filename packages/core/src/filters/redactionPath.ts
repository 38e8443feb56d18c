// The paths of secrets, as a state machine: each key on the way from a record to a value is a step. The state says whether a path
// ends there, and whether any goes on: most objects are left at once.
import type { SecretPath } from '../records/unrecordedCall.js'
import { checkOption } from '../runtime/checks.js'
import { remember } from '../text/memo.js'

/** A step of a path: a key in lower case behind a dot, or one of the three below. */
type Step = string

const ANY_DEPTH = '**'
const ANY_KEY = '*'
const ANY_INDEX = '[*]'
const ENTRY = 'entry '

/** The names that an error has in records. */
const ERRORS: ReadonlySet<Step> = new Set(['.err', '.error', '.exc_info'])

/** A step's text: `**`, `*`, `[*]`, `[0]`, `["any key"]`, or a key, with a dot before it unless it is the first. */
const STEP = /\.?(\*\*)|\.?(\*)|\[(\*)\]|\[(\d+)\]|\["((?:[^"\\]|\\.)+)"\]|\['((?:[^'\\]|\\.)+)'\]|\.?([^.[\]*'"\s]+)/y

/**
 * Parses a path.
 *
 * @throws TypeError, RangeError for a path that is wrong
 */
function parsePath(path: unknown, name: string): readonly Step[] {
  const wanted = "a path, such as 'user.password', 'users[*].token' or '**.secret'"
  checkOption(name, path, 'string', true, wanted)
  const text = path as string
  const steps: Step[] = []
  let end = 0
  while (end < text.length) {
    STEP.lastIndex = end
    const [found, deep, star, anyItem, index, ...keys] = STEP.exec(text) ?? []
    // A dot stands between two steps, and nowhere else.
    if (found === undefined || (end === 0 ? found.startsWith('.') : !/^[.[]/.test(found))) break
    const key = index ?? keys.find((each) => each !== undefined)
    steps.push(deep ?? star ?? (anyItem && ANY_INDEX) ?? `.${key!.replace(/\\(.)/g, '$1').toLowerCase()}`)
    end = STEP.lastIndex
  }
  checkOption(name, path, 'string', end > 0 && end === text.length, wanted)
  return steps
}

/** The position in one path: how many of its steps are done. */
interface Place {
  readonly steps: readonly Step[]
  readonly index: number
}

/** The state of all paths on the way to a value. */
export class PathState implements SecretPath {
  /** Whether the value is to be redacted. */
  readonly isHit: boolean
  /** Whether nothing below the value is to be redacted. */
  readonly isDead: boolean
  private readonly machine: PathMachine
  private readonly places: readonly Place[]
  private readonly next = new Map<Step, PathState>()
  private ownAtError: PathState | undefined

  constructor(machine: PathMachine, places: readonly Place[]) {
    this.machine = machine
    this.places = places
    this.isHit = places.some(({ steps, index }) => index === steps.length)
    this.isDead = places.length === 0
  }

  /** Returns the state at the value of an object's key. */
  at(key: string): PathState {
    return this.isDead ? this : this.after(this.machine.stepOf(key))
  }

  /** The state at an error that is found here: there all paths begin, too. */
  get atError(): PathState {
    const { machine } = this
    return (this.ownAtError ??= machine.state([...this.places, ...machine.atErrors]))
  }

  /** Returns the state at an item of a list. */
  item(index: number): PathState {
    if (this.isDead) return this
    const step = this.machine.stepOf(String(index))
    return this.after(step === ANY_KEY ? ANY_INDEX : `${ANY_INDEX}${step}`)
  }

  /** Returns the state at the value of a Map's key: each value is an item, too. */
  entry(key: string): PathState {
    if (this.isDead) return this
    const step = this.machine.stepOf(key)
    return this.after(`${ENTRY}${step}`, [step, ANY_INDEX])
  }

  /** The state at every item of a list; undefined where a path names an item. */
  get anyItem(): PathState | undefined {
    return this.machine.namesItems ? undefined : this.item(0)
  }

  private after(step: Step, steps: readonly Step[] = [step]): PathState {
    let found = this.next.get(step)
    if (found === undefined) {
      const places = steps.flatMap((each) => this.places.flatMap((place) => placesAfter(place, each)))
      found = this.machine.state(places)
      this.next.set(step, found)
    }
    return found
  }
}

/** Returns the places of a path behind a step: `**` takes any number of steps, also none. */
function placesAfter({ steps, index }: Place, step: Step): Place[] {
  const wanted = steps[index]
  if (wanted === undefined) return []
  const further = { steps, index: index + 1 }
  if (wanted !== ANY_DEPTH) return fits(wanted, step) ? [further] : []
  const isLast = index + 1 === steps.length
  return [{ steps, index }, ...(isLast ? [further] : placesAfter(further, step))]
}

function fits(wanted: Step, step: Step): boolean {
  if (wanted === ANY_KEY || wanted === step) return true
  // An item whose index is the key of some path is taken as both.
  return step.startsWith(ANY_INDEX) && (wanted === ANY_INDEX || step === ANY_INDEX + wanted)
}

/** All states of some paths. They are few: all keys that no path names are one step. */
export class PathMachine {
  /** The state where a record's fields begin. */
  readonly start: PathState
  /** The places where paths begin at an error, which is `err`, `error` and `exc_info` too. */
  readonly atErrors: readonly Place[]
  /** Whether a path names an item of a list by its index. */
  readonly namesItems: boolean
  private readonly named: ReadonlySet<Step>
  private readonly states = new Map<string, PathState>()
  /** The steps of the keys seen so far. */
  private readonly steps = new Map<string, Step>()

  /** @throws TypeError, RangeError for a path that is wrong */
  constructor(paths: readonly unknown[]) {
    const parsed = paths.map((path, index) => parsePath(path, `paths[${index}]`))
    const named = parsed.filter(([first, ...rest]) => rest.length > 0 && ERRORS.has(first!)).map(([, ...rest]) => rest)
    this.atErrors = [...parsed, ...named].map((steps) => ({ steps, index: 0 }))
    this.named = new Set(parsed.flat())
    this.namesItems = parsed.flat().some((step) => /^\.\d+$/.test(step))
    this.start = this.state(parsed.map((steps) => ({ steps, index: 0 })))
  }

  /** Returns the step of a key. */
  stepOf(key: string): Step {
    const found = this.steps.get(key)
    if (found !== undefined) return found
    const step = `.${key.toLowerCase()}`
    return remember(this.steps, key, this.named.has(step) ? step : ANY_KEY)
  }

  /** Returns the state of some places: the same one for the same places. */
  state(places: readonly Place[]): PathState {
    const distinct = new Map(places.map((place) => [`${place.steps.join(' ')}\n${place.index}`, place]))
    const id = [...distinct.keys()].sort().join('\n')
    let found = this.states.get(id)
    if (found === undefined) this.states.set(id, (found = new PathState(this, [...distinct.values()])))
    return found
  }
}
