/** What is going on, in words, and the change that would help. */

import { FINDINGS, type Network, type Training } from '../engine/generated/schema'
import type { Asked } from '../run/asked'
import type { Playback } from '../run/playback.svelte'
import type { Finding, Plan } from '../run/protocol'
import { grouped, percent } from '../views/numbers'
import english from '../words/en/findings.json'
import { words } from '../words/words'

const say = words('findings', english)

/**
 * What a button does. `set`: settings, from now on; `factor`: the learning rate times this; `best`: back to the lowest
 * loss, then the rate times this; `start`: another run with a part of the recipe changed; `activation`: another run in
 * which the layer (without one: all hidden layers) has this activation.
 */
export type Change =
  | { readonly set: Partial<Training> }
  | { readonly factor: number }
  | { readonly best: number }
  | { readonly start: Asked }
  | { readonly activation: string }

export type Advice = {
  readonly title: string
  readonly sentence: string
  readonly advice: string
  /** null: nothing that one button could do. */
  readonly change: Change | null
  readonly button: string
}

export const RULES: Readonly<Record<string, Advice>> = FINDINGS

/** `layer 2`, `the output layer`; layer 0 is the first one after the inputs. */
export function layerInWords({ sizes }: Pick<Plan, 'sizes'>, layer: number): string {
  if (layer < 0) return say('network')
  return layer === sizes.length - 2 ? say('output') : say('layer', layer + 1)
}

/** A template with its numbers: {0}, {1:percent}, {2:count} and {layer}. */
export function wording(template: string, { layer, evidence }: Finding, plan: Pick<Plan, 'sizes'>): string {
  const words = template.replaceAll(/\{(layer|\d)(?::(percent|count))?\}/g, (_, name: string, format?: string) => {
    if (name === 'layer') return layerInWords(plan, layer)
    return numbered(evidence[Number(name)] ?? NaN, format)
  })
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** As Python writes them: see findings.py. */
function numbered(value: number, format: string | undefined): string {
  if (!Number.isFinite(value)) return say('beyond')
  if (format === 'percent') {
    return Math.abs(value) < 0.1 ? `${Number((100 * value).toPrecision(2))} %` : percent(value, 0)
  }
  return format === 'count' ? grouped(value) : String(Number(value.toPrecision(4))).replaceAll('-', '−')
}

/** Whether a change begins another run; the others go into the log of this one, and can be undone there. */
export const beginsAnew = (change: Change): change is Extract<Change, { start: Asked } | { activation: string }> =>
  'start' in change || 'activation' in change

/** Makes a change that goes on with the run. */
export async function make(
  change: Exclude<Change, { start: Asked } | { activation: string }>,
  playback: Playback,
): Promise<void> {
  if ('set' in change) return playback.set(change.set)
  if ('best' in change) await playback.seek(playback.history.best())
  const { learning_rate: rate } = playback.frame!.training
  return playback.set({ learning_rate: times(rate, 'best' in change ? change.best : change.factor) })
}

/** Without the last digits' noise: 0.7 * 0.1 is 0.07. */
export const times = (rate: number, factor: number): number => Number((rate * factor).toPrecision(12))

/** The part of the recipe that another run begins with. */
export function partOf(
  change: Extract<Change, { start: Asked } | { activation: string }>,
  { layer }: Finding,
  { activations }: Pick<Plan, 'activations'>,
): Asked {
  if ('start' in change) return change.start
  const all = layer < 0 || layer >= activations.length - 1
  const hidden = activations.slice(0, -1).map((name, at) => (all || layer === at ? change.activation : name))
  const activation: Network['activation'] = hidden.every((name) => name === hidden[0]) ? change.activation : hidden
  return { network: { activation } }
}
