/** The columns of a table as they are held while two of them vary: numbers, and texts that are 0 or 1 in several columns. */

/** A column of numbers, or all the columns that a text column has become. */
export type Field =
  | { readonly name: string; readonly column: number }
  | { readonly name: string; readonly texts: readonly { readonly text: string; readonly column: number }[] }

/**
 * The columns, those of a text column as one; `island=Biscoe` says that it is one, when it holds nothing but 0 and 1.
 * `inputs`: columns * count, column by column.
 */
export function fieldsOf(columns: readonly string[], inputs: Float64Array, count: number): Field[] {
  const groups = new Map<string, { text: string; column: number }[]>()
  const fields: Field[] = []
  for (const [column, name] of columns.entries()) {
    const sign = name.indexOf('=')
    const values = inputs.subarray(column * count, (column + 1) * count)
    if (sign < 1 || !values.every((value) => value === 0 || value === 1)) {
      fields.push({ name, column })
      continue
    }
    const [group, text] = [name.slice(0, sign), name.slice(sign + 1)]
    const texts = groups.get(group)
    if (texts !== undefined) texts.push({ text, column })
    else {
      const first = [{ text, column }]
      groups.set(group, first)
      fields.push({ name: group, texts: first })
    }
  }
  return fields
}

/** The two columns that a plane begins with: numbers, where there are two columns of them. */
export function firstAxes(fields: readonly Field[]): readonly [across: number, up: number] {
  const numbers = fields.flatMap((field) => ('column' in field ? [field.column] : []))
  const [across, up] = numbers.length >= 2 ? numbers : fields.flatMap((field) => columnsOf(field))
  return [across!, up!]
}

export const columnsOf = (field: Field): number[] =>
  'column' in field ? [field.column] : field.texts.map(({ column }) => column)
