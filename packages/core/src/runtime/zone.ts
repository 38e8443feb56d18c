/**
 * Runs a task outside of Angular's zone: there each timer and each promise has the page drawn once more.
 *
 * @returns what the task returns
 */
export function outsideZone<T>(task: () => T): T {
  const { Zone } = globalThis as { Zone?: { readonly root?: { run?(task: () => T): T } } }
  return Zone?.root?.run ? Zone.root.run(task) : task()
}
