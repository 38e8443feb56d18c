/**
 * Returns one of Node's own modules, loaded at its first use: a program that never needs it does not pay for it.
 *
 * @param name such as `node:tls`
 * @throws Error where the runtime does not have it
 */
export function builtin<Module>(name: string): Module {
  const module = process.getBuiltinModule?.(name as 'node:net')
  if (module === undefined) throw new Error(`${name} is needed, and this runtime has no such module`)
  return module as unknown as Module
}
