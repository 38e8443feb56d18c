/** The error for bytes that are no pickle of plain data, or more than the limits allow. */
export class UnpicklingError extends Error {
  override name = 'UnpicklingError'
}
