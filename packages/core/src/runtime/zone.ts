/**
 * Runs a task outside of Angular's zone: inside it each timer and each promise redraws the page.
 *
 * @returns what the task returns
 */
export function outsideZone<T>(task: () => T): T {
  const { Zone } = globalThis as { Zone?: { readonly root?: { run?(task: () => T): T } } }
  return Zone?.root?.run ? Zone.root.run(task) : task()
}
