// What a status that is not 2xx and not 413 means for the records that were sent. Those that are neither refused nor to be
// tried again, 400, 422 and the other 4xx, will never be taken; the next may be.

/** Matches where nothing will be taken for now: 401, 403, 404, 405, 407, 410, 501, 505, what is no answer of a collector. */
export const REFUSED: RegExp = /^[13]|40[13457]|410|50[15]/
/** Matches where the same may be taken later: no answer (0), 408, 425, 429, 5xx. */
export const LATER: RegExp = /^[05]|408|42[59]/
