/** What is logged of each request, and by whom: fastify's contestants by its own two lines, the others' by middleware. */
const FILES = { fastify: './contestants.mjs', express: './middleware.mjs', hono: './middleware.mjs' }

export const FRAMEWORKS = Object.keys(FILES)

/**
 * @param {string} framework
 * @returns {Promise<Record<string, { from: string, how: string, open: Function }>>} the contestants by name
 */
export async function contestantsOf(framework) {
  return (await import(FILES[framework])).contestants
}
