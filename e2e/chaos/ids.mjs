/** How a record's text begins, as the page makes it, in whatever a sender makes of it. */
const ID = /"(\d+:\d+):[diwec]\b/g

/**
 * Returns the ids of the records in a request's body: the page's number, and the record's.
 *
 * @param {string} text
 */
export function idsOf(text) {
  return [...text.matchAll(ID)].map(([, id]) => /** @type {string} */ (id))
}
