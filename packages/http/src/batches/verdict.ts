// What a status that is not 2xx and not 413 means for the records that were sent.

/** Tells whether the records will never be taken, though others may be: 400, 422 and most of 4xx. */
export function isRejected(status: number): boolean {
  return /^4(?!0[134578]|10|13|2[59])/.test(String(status))
}

/** Tells whether the same may be taken later: no answer (0), 408, 425, 429, most of 5xx. */
export function isLater(status: number): boolean {
  return /^(?:0|408|42[59]|5(?!0[15]))/.test(String(status))
}

// For all others (401, 403, 404, 405, 407, 410, 501, 505 and what is no answer of a collector) nothing will be taken for now.
