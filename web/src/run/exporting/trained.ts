/** A trained network as plain values: what every export writes down; mirrors exporting/trained.py. */

import { InputError, thousands } from '../errors'
import { columnsOf, type Program } from '../formula'
import type { Run } from '../run'

/** weights: outputs by inputs, row by row. */
export type Layer = {
  readonly inputs: number
  readonly outputs: number
  readonly weights: Float64Array
  readonly biases: Float64Array
  readonly activation: string
}
/** Standardised numbers are (number - mean) / scale. */
export type Scale = { readonly mean: Float64Array; readonly scale: Float64Array }

/** A network as a run has trained it, from columns in the data's own units to answers in the target's. */
export type Trained = {
  readonly title: string
  readonly step: number
  readonly kind: string
  readonly columns: readonly string[]
  /** Programs in `columns`; none where these are the inputs as they are. */
  readonly inputs: readonly Program[]
  /** null where nothing is standardised; `target` alike. */
  readonly scaling: Scale | null
  readonly layers: readonly Layer[]
  readonly target: Scale | null
  /** What a regression answers; the classes otherwise. */
  readonly targets: readonly string[]
  readonly classes: readonly string[]
  /** Where the only output changes from one class to the other; null for others. */
  readonly threshold: number | null
  /** A column that is one text of a text column; null where there is none. */
  readonly choice: string | null
  /** Such a neuron's weights, and those that it goes on to, are 0 here. Layer 0 is the first hidden one. */
  readonly muted: readonly (readonly [layer: number, neuron: number])[]
}

/** The network of a run where it stands. Throws an InputError when a weight is not finite. */
export function trained(run: Run): Trained {
  const { resolved, dataset, examples, recipe } = run
  const params = run.network.params.copy()
  if (!params.every(Number.isFinite)) {
    throw new InputError(
      '',
      `expected finite weights to export, got others at step ${thousands(run.step)}: ` +
        'go back to a moment before the run diverged',
    )
  }
  const layers = layersOf(params, resolved.sizes, resolved.activations)
  const muted = [...run.network.muted.values].sort((a, b) => a - b).map((one) => placeOf(one, resolved.sizes))
  for (const [layer, neuron] of muted) silence(layers, layer, neuron)
  const used = [...new Set(resolved.inputs.flatMap(({ program }) => columnsOf(program)))]
  const columns = used.map((column) => dataset.columns[column]!)
  const chosen = new Set([...dataset.groups.values()].flat())
  const programs = resolved.inputs.map(({ program }) => renumbered(program, used))
  return {
    title: recipe.title || recipe.data.source,
    step: run.step,
    kind: resolved.kind,
    columns,
    inputs: programs.every(isColumn) ? [] : programs,
    scaling: resolved.scaleInputs ? scaleOf(examples.scaling) : null,
    layers,
    target: resolved.scaleTargets ? scaleOf(examples.target) : null,
    targets: dataset.classes.length > 0 ? [] : resolved.outputs,
    classes: dataset.classes,
    threshold: { signed: 0, unsigned: 0.5 }[resolved.task] ?? null,
    choice: columns.find((column) => chosen.has(column)) ?? null,
    muted,
  }
}

function layersOf(params: Float64Array, sizes: readonly number[], activations: readonly string[]): Layer[] {
  let at = 0
  const take = (count: number): Float64Array => params.subarray(at, (at += count))
  return activations.map((activation, place) => {
    const [inputs, outputs] = [sizes[place]!, sizes[place + 1]!]
    return { inputs, outputs, weights: take(inputs * outputs), biases: take(outputs), activation }
  })
}

/** Nothing comes to a neuron, and nothing from it. */
function silence(layers: readonly Layer[], layer: number, neuron: number): void {
  const [own, next] = [layers[layer]!, layers[layer + 1]!]
  own.weights.fill(0, neuron * own.inputs, (neuron + 1) * own.inputs)
  own.biases[neuron] = 0
  for (let output = 0; output < next.outputs; output += 1) next.weights[output * next.inputs + neuron] = 0
}

/** Layer and place of a hidden neuron counted from the first input. */
function placeOf(neuron: number, sizes: readonly number[]): [layer: number, neuron: number] {
  let [layer, left] = [0, neuron]
  while (left >= sizes[layer]!) left -= sizes[layer++]!
  return [layer - 1, left]
}

/** A program in the columns that the network needs, instead of all that the data have. */
const renumbered = (program: Program, used: readonly number[]): Program => ({
  ...program,
  arguments: program.arguments.map((place, step) =>
    program.operations[step] === 'column' ? used.indexOf(place) : place,
  ),
})

/** Whether a formula is nothing but the column at its place. */
const isColumn = ({ operations, arguments: places }: Program, place: number): boolean =>
  operations.length === 1 && operations[0] === 'column' && places[0] === place

const scaleOf = ({ mean, scale }: Run['examples']['scaling']): Scale => ({ mean: mean.copy(), scale: scale.copy() })
