/** Has the fields of a class that extends it put on an object that there is already. */
export class Given {
  constructor(object: object) {
    return object
  }
}
