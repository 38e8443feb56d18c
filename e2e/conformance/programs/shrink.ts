/**
 * Drops operations as long as what they make still fails: halves first, then ever smaller pieces down to single operations.
 *
 * @param fails tells whether fewer operations fail too
 */
export async function shrink<Operation>(
  operations: readonly Operation[],
  fails: (shorter: readonly Operation[]) => Promise<boolean>,
): Promise<readonly Operation[]> {
  let kept = operations
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let from = 0; from < kept.length;) {
      const shorter = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (await fails(shorter)) kept = shorter
      else from += size
    }
  }
  return kept
}
