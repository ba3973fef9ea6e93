/** When a run stops by itself: rules about its records. */

import { InputError, shown } from './errors'
import { HISTORY_COLUMNS, type StopRule } from './protocol'
import type { Run } from './run'

/** Where a quantity stands in a record. */
const COLUMNS = { train_loss: 2, test_loss: 3, train_accuracy: 4, test_accuracy: 5 } as const
const COMPARISONS = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const
const MOST = 20

/** Throws an InputError for a rule that this run can never fulfil. */
export function checkStops(rules: readonly StopRule[], { resolved }: Run): void {
  const refuse = (expected: string, got: string, advice: string): InputError =>
    new InputError('stops', `expected ${expected}, got ${got}: ${advice}`)
  if (rules.length > MOST) throw refuse(`at most ${MOST} rules`, String(rules.length), 'remove some')
  for (const { quantity, value } of rules) {
    if (!Number.isFinite(value)) throw refuse('a finite number to stop at', shown(value), 'choose one')
    if (quantity === 'epoch' || quantity === 'plateau') {
      if (!Number.isInteger(value) || value < 1) {
        throw refuse(
          `a whole number of ${quantity === 'epoch' ? 'epochs' : 'records'} from 1 on`,
          shown(value),
          'choose one',
        )
      }
      continue
    }
    if (quantity.endsWith('accuracy') && resolved.task === 'regression') {
      throw refuse('a rule about a loss, as regression has no accuracy', quantity, 'use a loss')
    }
    if (quantity.startsWith('test') && resolved.test === 0) {
      throw refuse(
        'a rule about the training, as there are no test examples',
        quantity,
        'hold some out, or use training',
      )
    }
  }
}

/** The first of the rules that holds for a run at the end of an epoch; null when none does. */
export function fulfilled(run: Run, rules: readonly StopRule[]): StopRule | null {
  const record = run.records.values.subarray((run.recorded - 1) * HISTORY_COLUMNS, run.recorded * HISTORY_COLUMNS)
  const recorded = record[0] === run.step // of many epochs not every one is recorded
  const holds = (rule: StopRule): boolean => {
    if (rule.quantity === 'epoch') return run.epoch === rule.value
    if (!recorded) return false
    if (rule.quantity === 'plateau') {
      return run.engine.call.plateau({ history: run.records, rows: run.recorded }) >= rule.value
    }
    return COMPARISONS[rule.compare](record[COLUMNS[rule.quantity]]!, rule.value)
  }
  return rules.find(holds) ?? null
}
