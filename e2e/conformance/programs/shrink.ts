import type { Program } from './generate.js'

/**
 * Drops operations as long as the program still fails: halves first, then ever smaller pieces down to single operations.
 *
 * @param fails tells whether a shorter program fails too
 */
export async function shrink(program: Program, fails: (program: Program) => Promise<boolean>): Promise<Program> {
  let kept = program
  for (let size = Math.ceil(program.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let from = 0; from < kept.length;) {
      const shorter = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (await fails(shorter)) kept = shorter
      else from += size
    }
  }
  return kept
}
