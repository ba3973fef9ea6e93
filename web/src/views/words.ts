/** A run in words. */

import type { Frame, Plan } from '../run/protocol'
import { loss, percent, signed } from './numbers'
import { say } from './say'

/** How much data, and how well they are learnt: what a picture of the run is about, for those who cannot see it. */
export function summary({ train, test }: Plan, { trainLoss, trainAccuracy, testAccuracy }: Frame): string {
  const right = trainAccuracy === null ? '' : say('right', percent(testAccuracy ?? trainAccuracy))
  return say('summary', train, test, loss(trainLoss), right)
}

/** `price = 0.1354 · area + 80.99`, of a straight line's or plane's weights and its bias in the data's own units. */
export function equation({ target, inputNames }: Pick<Plan, 'target' | 'inputNames'>, units: Float64Array): string {
  const terms = Array.from(units, (value, index) => {
    const input = inputNames[index]
    return `${value < 0 ? '−' : '+'} ${signed(Math.abs(value))}${input === undefined ? '' : ` · ${input}`}`
  })
  return `${target} = ${terms.join(' ').replace(/^\+ /, '').replace(/^− /, '−')}`
}
