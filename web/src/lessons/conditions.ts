/** Quantities of a run as chapters name them (`train_loss`, `w(0,0,1)`, `answer(1,1,0)`), and conditions on them. */

/** Numbers that a run has at any moment. */
export const NUMBERS = [
  'step',
  'epoch',
  'train_loss',
  'test_loss',
  'train_accuracy',
  'test_accuracy',
  'learning_rate',
  'inputs',
  'layers',
  'neurons',
  'parameters',
] as const

/**
 * Numbers with places between brackets. Layer 0 is the first one after the inputs, as in `run.layers`; neurons and inputs
 * count from 0. `z`, `a`, `delta`, `grad_w` and `grad_b` are those of the example that is looked at; `next_w` and `next_b` are
 * those after the next update. `answer` is the network's first output for a question in the data's own units, known once
 * it has been asked.
 */
export const PLACED = {
  w: 3,
  b: 2,
  z: 2,
  a: 2,
  delta: 2,
  grad_w: 3,
  grad_b: 2,
  next_w: 3,
  next_b: 2,
  /** As many as the data have columns. */
  answer: null,
} as const

export type Quantity = {
  readonly name: (typeof NUMBERS)[number] | keyof typeof PLACED
  /** Between brackets; empty for the others. */
  readonly at: readonly number[]
}

export type Comparison = {
  readonly quantity: Quantity
  readonly compare: '<' | '<=' | '>' | '>='
  readonly value: number
}

/** All of them hold. */
export type Condition = readonly Comparison[]
