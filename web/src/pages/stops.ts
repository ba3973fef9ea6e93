/** Rules by which a run stops by itself: how they are typed, and how they are said. */

import type { Frame, StopRule } from '../run/protocol'
import { grouped, loss, percent } from '../views/numbers'

export type Quantity = StopRule['quantity']
export type Compare = '<' | '<=' | '>' | '>='

type Kind = {
  readonly value: Quantity
  readonly text: string
  /** What is usually meant; null where there is nothing to compare. */
  readonly compare: Compare | null
  readonly start: string
  readonly unit: string
}

export const KINDS: readonly Kind[] = [
  { value: 'train_loss', text: 'Training loss', compare: '<', start: '0.01', unit: '' },
  { value: 'test_loss', text: 'Test loss', compare: '<', start: '0.01', unit: '' },
  { value: 'train_accuracy', text: 'Training accuracy', compare: '>=', start: '95', unit: '%' },
  { value: 'test_accuracy', text: 'Test accuracy', compare: '>=', start: '95', unit: '%' },
  { value: 'epoch', text: 'Epoch', compare: null, start: '100', unit: '' },
  { value: 'plateau', text: 'Plateau', compare: null, start: '20', unit: 'records' },
]

export const COMPARES: readonly { readonly value: Compare; readonly text: string }[] = [
  { value: '<', text: '<' },
  { value: '<=', text: '≤' },
  { value: '>', text: '>' },
  { value: '>=', text: '≥' },
]

/** The rules that a run can fulfil: without test examples, or for values instead of classes, there are fewer. */
export const kindsOf = ({ trainAccuracy }: Frame, test: number): readonly Kind[] =>
  KINDS.filter(
    ({ value }) => (test > 0 || !value.startsWith('test')) && (trainAccuracy !== null || !value.endsWith('accuracy')),
  )

/** The rule that is typed, or a sentence that says what was expected. Accuracies are typed in percent. */
export function ruleOf(quantity: Quantity, compare: Compare, text: string): { rule: StopRule } | { problem: string } {
  const typed = text.trim().replace(/\s*%$/, '').replace(',', '.')
  const value = Number(typed)
  const got = typed === '' ? 'nothing' : `“${text.trim()}”`
  if (quantity === 'epoch' || quantity === 'plateau') {
    if (typed !== '' && Number.isSafeInteger(value) && value >= 1) return { rule: { quantity, value } }
    const what = quantity === 'epoch' ? 'an epoch' : 'a number of records'
    return { problem: `expected ${what} from 1 on, got ${got}: ${quantity === 'epoch' ? 100 : 20}, for example` }
  }
  const share = quantity.endsWith('accuracy')
  const fits = typed !== '' && Number.isFinite(value) && value >= 0 && (!share || value <= 100)
  if (fits) return { rule: { quantity, compare, value: share ? value / 100 : value } }
  return {
    problem: share
      ? `expected a percentage from 0 to 100, got ${got}: 95, for example`
      : `expected a loss from 0 on, got ${got}: 0.01, for example`,
  }
}

/** `test loss < 0.01`, `epoch 100`, `plateau of 20 records`. */
export function ruleInWords(rule: StopRule): string {
  if (rule.quantity === 'epoch') return `epoch ${grouped(rule.value)}`
  if (rule.quantity === 'plateau') return `plateau of ${grouped(rule.value)} ${rule.value === 1 ? 'record' : 'records'}`
  const name = KINDS.find(({ value }) => value === rule.quantity)!.text.toLowerCase()
  const sign = COMPARES.find(({ value }) => value === rule.compare)!.text
  const value = rule.quantity.endsWith('accuracy')
    ? `${Number((100 * rule.value).toPrecision(12))} %`
    : String(rule.value)
  return `${name} ${sign} ${value}`
}

/** Why the run stands still, with the number that did it. */
export function stopInWords(rule: StopRule, frame: Frame): string {
  const at = `at step ${grouped(frame.step)}, the end of epoch ${grouped(frame.epoch)}`
  if (rule.quantity === 'epoch') return `The run has stopped ${at}, as was asked for.`
  if (rule.quantity === 'plateau') {
    const records = rule.value === 1 ? 'the last record' : `any of the last ${grouped(rule.value)} records`
    return `The run has stopped ${at}: the training loss has not come down by 0.1 % in ${records}.`
  }
  const number = {
    train_loss: loss(frame.trainLoss),
    test_loss: loss(frame.testLoss),
    train_accuracy: percent(frame.trainAccuracy),
    test_accuracy: percent(frame.testAccuracy),
  }[rule.quantity]
  return `The run has stopped ${at}: ${ruleInWords(rule)} holds, it is ${number}.`
}

export const sameRule = (one: StopRule, other: StopRule): boolean => ruleInWords(one) === ruleInWords(other)
