/** A base class whose subclass puts its fields on an object that exists already. */
export class Given {
  constructor(object: object) {
    return object
  }
}
