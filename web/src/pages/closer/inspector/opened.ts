/** Where everything that belongs to one neuron or weight stands in a frame's numbers, and what it is called. */

import type { Frame, Inspection, Picked, Plan } from '../../../run/protocol'
import { stands } from '../../../views/geometry'
import { say } from './say'

/** One moment of a run, with the numbers of its shown example. */
export type Moment = { readonly plan: Plan; readonly frame: Frame; readonly inspection: Inspection }

/** A weight between two neurons: where it stands in `params`, and where the other neuron stands. */
export type Link = { readonly at: number; readonly name: string; readonly weight: number; readonly neuron: number }

const starts = (counts: readonly number[]): number[] => {
  let sum = 0
  return counts.map((count) => (sum += count) - count)
}

/** What was opened, with the places of its numbers. */
export class Opened {
  readonly plan: Plan
  readonly pick: Picked
  /** Where the layers' neurons begin, and their parameters; see `Frame.params`. */
  readonly #neurons: readonly number[]
  readonly #params: readonly number[]

  constructor(plan: Plan, pick: Picked) {
    this.plan = plan
    this.pick = pick
    const { shown } = plan
    this.#neurons = starts(shown)
    this.#params = starts(shown.map((count, layer) => (layer === 0 ? 0 : count * (shown[layer - 1]! + 1))))
  }

  get last(): number {
    return this.plan.shown.length - 1
  }

  get isInput(): boolean {
    return this.pick.layer === 0
  }

  get isOutput(): boolean {
    return this.pick.layer === this.last
  }

  /** The neuron's place in arrays of neurons. */
  get neuron(): number {
    return this.neuronAt(this.pick.layer, this.pick.neuron)
  }

  neuronAt(layer: number, neuron: number): number {
    return this.#neurons[layer]! + neuron
  }

  weightAt(layer: number, neuron: number, input: number): number {
    return this.#params[layer]! + neuron * this.plan.shown[layer - 1]! + input
  }

  biasAt(layer: number, neuron: number): number {
    return this.#params[layer]! + this.plan.shown[layer]! * this.plan.shown[layer - 1]! + neuron
  }

  get bias(): number {
    return this.biasAt(this.pick.layer, this.pick.neuron)
  }

  /** The parameter that is looked at: of a neuron its bias. */
  get parameter(): number {
    const { layer, neuron, part } = this.pick
    return typeof part === 'number' ? this.weightAt(layer, neuron, part) : this.bias
  }

  get symbol(): 'w' | 'b' {
    return typeof this.pick.part === 'number' ? 'w' : 'b'
  }

  /** What comes in, from the layer below. */
  get inputs(): Link[] {
    const { layer, neuron } = this.pick
    if (layer === 0) return []
    return Array.from({ length: this.plan.shown[layer - 1]! }, (_, at) => ({
      at,
      name: neuronName(this.plan, layer - 1, at),
      weight: this.weightAt(layer, neuron, at),
      neuron: this.neuronAt(layer - 1, at),
    }))
  }

  /** Where it goes to, in the layer above. */
  get targets(): Link[] {
    const { layer, neuron } = this.pick
    if (this.isOutput) return []
    return Array.from({ length: this.plan.shown[layer + 1]! }, (_, at) => ({
      at,
      name: neuronName(this.plan, layer + 1, at),
      weight: this.weightAt(layer + 1, at, neuron),
      neuron: this.neuronAt(layer + 1, at),
    }))
  }

  /** All outputs. */
  get outputs(): { readonly at: number; readonly name: string; readonly neuron: number }[] {
    return Array.from({ length: this.plan.shown[this.last]! }, (_, at) => ({
      at,
      name: neuronName(this.plan, this.last, at),
      neuron: this.neuronAt(this.last, at),
    }))
  }

  /** How many neurons of a layer do not travel to the page. */
  unseen(layer: number): number {
    return this.plan.sizes[layer]! - this.plan.shown[layer]!
  }

  /** What was opened, in words. */
  get title(): string {
    const { layer, neuron, part } = this.pick
    const name = neuronName(this.plan, layer, neuron)
    if (part === 'neuron') return name
    return part === 'bias' ? say('bias-of', name) : say('weight-between', neuronName(this.plan, layer - 1, part), name)
  }
}

/** A neuron within its layer. */
export function neuronName(plan: Plan, layer: number, neuron: number): string {
  if (layer === 0) return plan.inputNames[neuron] ?? say('input', neuron + 1)
  if (layer < plan.sizes.length - 1) return say('neuron', neuron + 1)
  return plan.sizes[layer] === 1 ? say('an-output') : (plan.outputNames[neuron] ?? say('output-number', neuron + 1))
}

export function layerName(plan: Plan, layer: number): string {
  return layer === 0 ? say('inputs') : layer === plan.sizes.length - 1 ? say('output') : say('layer', layer)
}

export type Way = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

/** What stands beside a pick: up and down the next of the same kind, left and right the next layer's; null at an edge. */
export function neighbour(plan: Plan, { layer, neuron, part }: Picked, way: Way): Picked | null {
  const { shown } = plan
  const by = way === 'ArrowUp' || way === 'ArrowLeft' ? -1 : 1
  if (way === 'ArrowUp' || way === 'ArrowDown') {
    const next: Picked =
      typeof part === 'number' ? { layer, neuron, part: part + by } : { layer, neuron: neuron + by, part }
    return next.neuron >= 0 && !(Number(next.part) < 0) && stands(plan, next) ? next : null
  }
  const to = layer + by
  if (shown[to] === undefined) return null
  return { layer: to, neuron: Math.min(neuron, shown[to] - 1), part: 'neuron' }
}

/** An example by its place in the plan's points, in words. */
export function pointName({ points }: Plan, example: number): string {
  if (example < 0) return say('not-drawn')
  const held = points.test[example] === 1
  // Training examples come first.
  return held ? say('test-example', example - points.test.indexOf(1) + 1) : say('training-example', example + 1)
}
