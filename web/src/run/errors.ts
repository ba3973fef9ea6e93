/** Input that cannot be used; the message says what was expected, what came and what to do next. */
export class InputError extends Error {
  /** The dotted key of the recipe that the message belongs to (`network.hidden`), or ''. */
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}
