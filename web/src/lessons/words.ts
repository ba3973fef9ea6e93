/** The few texts of the lessons that stand in no chapter, in the language of the chapter. */

/** `words('close', 3)`: the text of this key with {0}, {1}, ... replaced. */
export type Words = (key: string, ...values: readonly (string | number)[]) => string
