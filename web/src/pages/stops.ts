/** Rules by which a run stops by itself: how they are typed, and how they are said. */

import type { Frame, StopRule } from '../run/protocol'
import { grouped, loss, percent } from '../views/numbers'
import { say } from './say'

export type Quantity = StopRule['quantity']
export type Compare = '<' | '<=' | '>' | '>='

type Kind = {
  readonly value: Quantity
  /** What is usually meant; null where there is nothing to compare. */
  readonly compare: Compare | null
  readonly start: string
  readonly unit: '' | '%' | 'records-unit'
}

export const KINDS: readonly Kind[] = [
  { value: 'train_loss', compare: '<', start: '0.01', unit: '' },
  { value: 'test_loss', compare: '<', start: '0.01', unit: '' },
  { value: 'train_accuracy', compare: '>=', start: '95', unit: '%' },
  { value: 'test_accuracy', compare: '>=', start: '95', unit: '%' },
  { value: 'epoch', compare: null, start: '100', unit: '' },
  { value: 'plateau', compare: null, start: '20', unit: 'records-unit' },
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
  const got = typed === '' ? say('nothing') : say('quoted', text.trim())
  if (quantity === 'epoch' || quantity === 'plateau') {
    if (typed !== '' && Number.isSafeInteger(value) && value >= 1) return { rule: { quantity, value } }
    return { problem: say(`no-${quantity}`, got) }
  }
  const share = quantity.endsWith('accuracy')
  const fits = typed !== '' && Number.isFinite(value) && value >= 0 && (!share || value <= 100)
  if (fits) return { rule: { quantity, compare, value: share ? value / 100 : value } }
  return {
    problem: say(share ? 'no-percentage' : 'no-loss', got),
  }
}

/** `test loss < 0.01`, `epoch 100`, `plateau of 20 records`. */
export function ruleInWords(rule: StopRule): string {
  if (rule.quantity === 'epoch') return say('rule-epoch', grouped(rule.value))
  if (rule.quantity === 'plateau') return say('rule-plateau', grouped(rule.value))
  const sign = COMPARES.find(({ value }) => value === rule.compare)!.text
  const value = rule.quantity.endsWith('accuracy')
    ? `${Number((100 * rule.value).toPrecision(12))} %`
    : String(rule.value)
  return `${say(`rule-${rule.quantity}`)} ${sign} ${value}`
}

/** Why the run stands still, with the number that did it. */
export function stopInWords(rule: StopRule, frame: Frame): string {
  const at = say('stopped-at', grouped(frame.step), grouped(frame.epoch))
  if (rule.quantity === 'epoch') return say('stopped-epoch', at)
  if (rule.quantity === 'plateau') {
    const records = rule.value === 1 ? say('last-record') : say('last-records', grouped(rule.value))
    return say('stopped-plateau', at, records)
  }
  const number = {
    train_loss: loss(frame.trainLoss),
    test_loss: loss(frame.testLoss),
    train_accuracy: percent(frame.trainAccuracy),
    test_accuracy: percent(frame.testAccuracy),
  }[rule.quantity]
  return say('stopped-rule', at, ruleInWords(rule), number)
}

export const sameRule = (one: StopRule, other: StopRule): boolean => ruleInWords(one) === ruleInWords(other)
