/** Input that cannot be used; the message says what was expected, what came and what to do next. */
export class InputError extends Error {
  /** The dotted key of the recipe that the message belongs to (`network.hidden`), or ''. */
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

export const thousands = (count: number): string => count.toLocaleString('en-US')

/** A text as it stands within a sentence. */
export function short(text: string): string {
  const characters = text.length > 60 ? [...text] : []
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}...` : text
}

/** A value as messages show it: short. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isInteger(value)) {
        // as Python writes small numbers: 1e-05
        return Math.abs(value) < 1e-4 ? value.toExponential().replace(/(?<=e-)\d$/, '0$&') : String(value)
      }
      return Math.abs(value) < 1e15 ? thousands(value + 0) : 'a number with more than 15 digits'
    case 'string':
      return `'${short(value)}'`
    case 'undefined':
      return 'nothing'
  }
  if (value === null) return 'nothing'
  return Array.isArray(value) ? `a list of ${thousands(value.length)}` : 'a table'
}
