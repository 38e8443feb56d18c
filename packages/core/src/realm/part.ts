/** A place for code that few records need: it holds a stand-in until an entry of the package, or the application, fills it. */
export class Part<T> {
  current: T

  constructor(standIn: T) {
    this.current = standIn
  }
}
