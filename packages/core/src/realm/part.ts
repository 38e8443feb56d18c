/** A place for code that few records want: a stand-in until an entry or the application fills it. */
export class Part<T> {
  current: T

  constructor(standIn: T) {
    this.current = standIn
  }
}
