import { repr } from '../text/repr.js'
import { unknownOption } from './checks.js'
import { suggest } from './suggest.js'

/**
 * Checks options as `checkOptionNames` does, and suggests a name: for servers and configurations, where bytes do not count.
 *
 * @param owner the class or function that has these options
 * @param names with spaces between them, in Python's order
 * @param maker the class that is constructed, `new.target`. A class that derives from `owner` may have options of its own: only
 *   its names that look like a misspelt one of these are refused.
 * @throws TypeError `RotatingFileHandler: unknown option 'maxSize'; did you mean maxBytes?`
 */
export function checkNamedOptions(
  owner: { readonly name: string },
  options: unknown,
  names: string,
  maker: { readonly name: string } = owner,
): void {
  const known = names.split(' ')
  if (typeof options !== 'object' || options === null) {
    const value = typeof options === 'function' ? '…' : repr(options)
    throw unknownOption(maker.name, options, `did you mean { ${known[0]}: ${value} }?`)
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const meant = suggest(name, known)
    if (meant !== undefined && !Object.hasOwn(options, meant))
      throw unknownOption(maker.name, name, `did you mean ${meant}?`)
    if (maker === owner) throw unknownOption(maker.name, name, `there are: ${known.join(', ')}`)
  }
}
