/** What a challenge says: where one stands, what is still missing, and what to do about it. */

import type { Plan } from '../../run/protocol'
import { holds, type Comparison, type Quantity } from '../conditions'
import type { Key, Words } from '../words'
import { closeness, isLimit, missing, reaches, type Attempt } from './attempt'
import { exactly, figure } from './figures'

/** What sentences are made with. */
export type Speech = { readonly words: Words; readonly plan: Plan }

/** From here on one is nearly there. */
const NEAR = 0.9
/** A best that is closer than now by more than this is worth a word. */
const CLOSER = 0.02

/** `Training loss`, or `Loss` where there is no other. */
export function nameOf({ name, at }: Quantity, { words, plan }: Speech): string {
  if (name === 'answer') return words('name-answer', at.map((value) => exactly({ name, at }, value)).join(', '))
  const only = plan.test === 0
  if (only && name === 'train_loss') return words('name-loss')
  if (only && name === 'train_accuracy') return words('name-accuracy')
  if (at.length > 0) return `${name}(${at.join(',')})`
  return words(`name-${name}` as Key)
}

/** `below 450`. */
export const goalOf = ({ quantity, compare, value }: Comparison, { words }: Speech): string =>
  words(`goal-${compare}`, exactly(quantity, value))

/** A number as it is shown beside its goal. */
export const shown = ({ quantity, value }: Comparison, now: number): string => figure(quantity, now, value)

/** `Loss 449.3, steps 132`: the numbers of a moment. */
export function numbersOf({ goal }: Attempt, values: Attempt['now'], speech: Speech): string {
  const parts = goal.map((comparison, place) => {
    const value = values[place] ?? null
    return value === null ? null : `${nameOf(comparison.quantity, speech)} ${shown(comparison, value)}`
  })
  return parts.filter((part) => part !== null).join(', ')
}

/** How close one is, in a few short sentences. */
export function told(attempt: Attempt, speech: Speech, solved: boolean): string {
  const { goal, now, reached } = attempt
  const { words } = speech
  if (reached !== null) return words('solved-with', numbersOf(attempt, reached, speech))
  if (now.some((value) => value !== null && Number.isNaN(value))) return words('ran-away', words('start-again'))
  if (solved) return words('solved-before')
  const broken = goal.findIndex(
    (comparison, place) => isLimit(attempt, place) && !holds(comparison, now[place] ?? null),
  )
  if (broken >= 0) return join(brokenInWords(attempt, broken, speech), bestInWords(attempt, speech))
  const near = closeness(attempt) >= NEAR && !reaches(goal, now) ? words('nearly') : ''
  return join(near, ...goal.map((_, place) => partInWords(attempt, place, speech)), bestInWords(attempt, speech))
}

/** What is still missing of one part of the goal; nothing where it holds. */
function partInWords(attempt: Attempt, place: number, speech: Speech): string {
  const comparison = attempt.goal[place]!
  const { quantity, compare } = comparison
  const { words } = speech
  const now = attempt.now[place] ?? null
  if (now === null) {
    if (quantity.name !== 'answer') return ''
    return words('task-ask', quantity.at.map((each) => exactly(quantity, each)).join(', '))
  }
  if (holds(comparison, now)) return ''
  const by = figure(quantity, missing(comparison, now), 0)
  return words(compare.startsWith('<') ? 'too-high' : 'too-low', nameOf(quantity, speech), by)
}

/** What was to be kept is not kept any more. */
function brokenInWords(attempt: Attempt, place: number, speech: Speech): string {
  const comparison = attempt.goal[place]!
  const { quantity, value } = comparison
  const { words } = speech
  const now = attempt.now[place] ?? null
  const name = nameOf(quantity, speech)
  if (now === null) return ''
  if (quantity.name === 'step' || quantity.name === 'epoch') {
    return words('used-up', name, shown(comparison, now), exactly(quantity, value), words('start-again'))
  }
  return words('broken', name, shown(comparison, now), goalOf(comparison, speech))
}

/** The best so far, where now is not the best. */
function bestInWords(attempt: Attempt, speech: Speech): string {
  const { best } = attempt
  if (best.close <= closeness(attempt) + CLOSER || best.close === 0) return ''
  return speech.words('best-so-far', numbersOf(attempt, best.values, speech))
}

const join = (...sentences: readonly string[]): string => sentences.filter((each) => each !== '').join(' ')
