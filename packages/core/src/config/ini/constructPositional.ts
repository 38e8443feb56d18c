import { signatureOf } from '../classes.js'
import { construct, type Factory, type Kwargs } from '../construct.js'
import { repr } from '../../text/repr.js'

/** Returns the names of the parameters for arguments without names, in order. */
export function parametersOf(callable: Factory): readonly string[] {
  const { positional = [], keywords = [] } = signatureOf(callable)
  return [...positional, ...keywords]
}

/**
 * Makes an object as Python's `klass(*args, **kwargs)` does: a registered class by the names of its parameters, which its
 * signature lists in Python's order; another class gets the arguments as they are, and the keywords behind them in an object.
 *
 * @throws TypeError for too many arguments or one that is given twice, and what the class throws
 */
export function constructPositional(callable: Factory, args: readonly unknown[], kwargs: Kwargs): unknown {
  const { required = [] } = signatureOf(callable)
  const parameters = parametersOf(callable)
  if (args.length === 0) return construct(callable, kwargs)
  if (parameters.length === 0) {
    const last = Object.keys(kwargs).length === 0 ? [] : [kwargs]
    return Reflect.construct(callable, [...args, ...last])
  }
  if (args.length > parameters.length) {
    const [least, most] = [required.length + 1, parameters.length + 1]
    const takes = least === most ? `${most}` : `from ${least} to ${most}`
    const text = `${callable.name}() takes ${takes} positional arguments but ${args.length + 1} were given`
    throw new TypeError(text)
  }
  const given = parameters.slice(0, args.length)
  const twice = given.find((name) => Object.hasOwn(kwargs, name))
  if (twice !== undefined) throw new TypeError(`${callable.name}() got multiple values for argument ${repr(twice)}`)
  return construct(callable, { ...Object.fromEntries(given.map((name, index) => [name, args[index]])), ...kwargs })
}
