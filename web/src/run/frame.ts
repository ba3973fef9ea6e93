/** From a run to what the page draws: its plan, and one frame after the other. The pictures are computed by the engine. */

import type { Block } from '../engine/engine'
import { classColours, paletteMatrix, valueColours } from './colours'
import type { Dataset } from './dataset'
import { columnsOf } from './formula'
import {
  HISTORY_COLUMNS,
  SHOWN_NEURONS,
  SHOWN_POINTS,
  type Frame,
  type Palette,
  type Plan,
  type Probe,
  type Want,
} from './protocol'
import type { Resolved } from './recipe'
import { batchOf } from './recipe'
import type { Run } from './run'

type Matrix = Block<'float64', 2>

/** Networks with more neurons are drawn without maps: each map holds what one of them does at every pixel. */
const MAPPED_NEURONS = 2048
/** A picture that takes longer than this (milliseconds) is not drawn anew in every frame while the run goes on. */
const QUICK = 6
/** Then it takes at most this share of the time. */
const SHARE = 0.2

/** The example that a frame is about: its place among the training examples, and in its batch. */
export type Example = { readonly place: number; readonly position: number; readonly batch: number }
export type Moved = { readonly taken: number; readonly millis: number }

/** A slow picture is kept for a while. */
class Kept<Picture> {
  #picture: Picture | undefined
  #step = -1
  #look = ''
  #due = 0

  /** The picture at this step; an older one when it is slow to make and need not be exact. */
  get(run: Run, look: string, exact: boolean, make: () => Picture): Picture {
    const start = performance.now()
    const fits = this.#picture !== undefined && look === this.#look
    if (!fits || (run.step !== this.#step && (exact || start >= this.#due))) {
      this.#picture = make()
      const millis = performance.now() - start
      this.#step = run.step
      this.#look = look
      this.#due = millis > QUICK ? start + millis / SHARE : 0
    }
    return this.#picture!
  }

  /** Something other than a step has changed what the picture shows. */
  forget(): void {
    this.#picture = undefined
  }
}

type Losses = { trainLoss: number; testLoss: number; trainAccuracy: number | null; testAccuracy: number | null }

export class Frames {
  readonly run: Run
  readonly #shown: readonly number[]
  readonly #columns: readonly number[]
  readonly #domain: readonly (readonly [number, number])[]
  /** Rows of the dataset that are drawn, training examples first. */
  readonly #points: Int32Array
  readonly #trainPoints: number
  readonly #neurons: number
  /** The value of a regression target that gets the full colour. */
  readonly #outputScale: number
  readonly #losses = new Kept<Losses>()
  readonly #maps = new Kept<{ maps: Uint8ClampedArray; scales: Float64Array }>()
  readonly #lines = new Kept<{ lines: Float64Array; scales: Float64Array }>()
  readonly #surface = new Kept<Uint8ClampedArray>()
  readonly #curve = new Kept<Float64Array>()
  readonly #predictions = new Kept<Float64Array>()
  #sent = 0

  constructor(run: Run) {
    this.run = run
    const { resolved, dataset, rows } = run
    this.#shown = resolved.sizes.map((size) => Math.min(size, SHOWN_NEURONS))
    this.#neurons = resolved.sizes.reduce((sum, size) => sum + size, 0)
    this.#columns = drawnColumns(resolved, dataset)
    this.#domain = this.#columns.length > 2 ? [] : this.#columns.map((column) => domainOf(dataset, column))
    const { train, test } = resolved
    const part = Math.min(1, SHOWN_POINTS / (train + test))
    this.#trainPoints = Math.ceil(train * part)
    this.#points = Int32Array.of(
      ...rows.subarray(0, this.#trainPoints),
      ...rows.subarray(train, train + Math.floor(test * part)),
    )
    this.#outputScale = resolved.task === 'regression' ? largest(run.examples.y) : 1
  }

  plan(palette: Palette): Plan {
    const { resolved, dataset } = this.run
    const points = this.#points
    const drawn = this.#columns.length > 2 ? [] : this.#columns
    return {
      experiment: resolved.experiment,
      sizes: resolved.sizes,
      shown: this.#shown,
      activations: resolved.activations,
      inputNames: resolved.inputs.map(({ name }) => name),
      outputNames: resolved.outputs,
      columns: this.#columns.map((column) => dataset.columns[column]!),
      dataColumns: dataset.columns,
      target: dataset.target,
      targets: dataset.table ? targetsOf(dataset) : [],
      classes: dataset.classes,
      parameters: resolved.parameters,
      train: resolved.train,
      test: resolved.test,
      stepsPerEpoch: Math.ceil(resolved.train / batchOf(resolved.experiment.training, resolved.train)),
      points: {
        count: points.length,
        inputs: Float64Array.from(
          drawn.flatMap((column) => Array.from(points, (row) => valueAt(dataset, column, row))),
        ),
        values: Float64Array.from(points, (row) => dataset.values[row]!),
        test: Uint8Array.from(points, (_, index) => (index < this.#trainPoints ? 0 : 1)),
        colours: this.colours(palette),
      },
      domain: this.#domain,
      range: [resolved.low, resolved.high],
      notices: dataset.notices,
    }
  }

  /** RGBA of the points. */
  colours(palette: Palette): Uint8ClampedArray {
    const { engine, dataset, resolved, examples } = this.run
    if (resolved.task !== 'regression') {
      const numbers = Float64Array.from(this.#points, (row) => dataset.values[row]!)
      return classColours(numbers, dataset.classes.length, palette)
    }
    const mark = engine.mark()
    const rows = engine.array('int32', this.#points)
    const y = engine.matrix('float64', 1, rows.length)
    engine.call.value_targets({ values: engine.array('float64', dataset.values).asRow(), rows, y })
    engine.call.standardize({ x: y, ...examples.target })
    const colours = valueColours(engine, y.part(0, rows.length), this.#outputScale, palette)
    engine.release(mark)
    return colours
  }

  /** An edit, a setting or a leap: nothing of the last frame can be kept. */
  forget(): void {
    for (const kept of [this.#losses, this.#maps, this.#lines, this.#surface, this.#curve, this.#predictions])
      kept.forget()
  }

  /** A frame; when `exact`, nothing in it is older than the run. `anew`: with all of the history. */
  frame(want: Want, moved: Moved, exact: boolean, example: Example | null = null, anew = false): Frame {
    const { run } = this
    const { engine } = run
    const start = performance.now()
    const mark = engine.mark()
    const palette = paletteMatrix(engine, want.palette, run.dataset.classes.length)
    const look = (...sizes: number[]): string => JSON.stringify([want.palette, sizes])
    const plane = this.#columns.length <= 2
    const flat = this.#columns.length === 1
    const losses = this.#losses.get(run, '', exact, () => this.#evaluate())
    const pictured = want.map > 0 && plane && this.#neurons <= MAPPED_NEURONS
    const maps =
      pictured && !flat ? this.#maps.get(run, look(want.map), exact, () => this.#drawMaps(want.map, palette)) : null
    const lines = pictured && flat ? this.#lines.get(run, look(want.map), exact, () => this.#drawLines(want.map)) : null
    const scales = maps?.scales ?? lines?.scales ?? null
    const output =
      want.output > 0 && plane && !flat
        ? this.#surface.get(run, look(want.output), exact, () => this.#drawSurface(want.output, palette))
        : null
    const curve =
      want.output > 0 && flat
        ? this.#curve.get(run, look(want.output), exact, () => this.#drawCurve(want.output))
        : null
    const predictions = plane ? null : this.#predictions.get(run, '', exact, () => this.#predict())
    const { params, widths, colours } = this.#weights(palette)
    const probe = this.#probe(want.probe, example, scales, palette)
    engine.release(mark)

    const from = anew ? 0 : Math.min(this.#sent, run.history.length)
    this.#sent = run.history.length
    return {
      step: run.step,
      epoch: run.epoch,
      ...losses,
      ...moved,
      drawn: performance.now() - start,
      params,
      widths,
      colours,
      maps: maps?.maps.slice() ?? null,
      lines: lines?.lines.slice() ?? null,
      scales: scales?.slice() ?? null,
      output: output?.slice() ?? null,
      curve: curve?.slice() ?? null,
      units: this.#straight(),
      predictions: predictions?.slice() ?? null,
      history: { from: from / HISTORY_COLUMNS, rows: Float64Array.from(run.history.slice(from)) },
      probe,
      example:
        example === null
          ? null
          : {
              index: example.place < this.#trainPoints ? example.place : -1,
              position: example.position,
              batch: example.batch,
            },
      diverged: run.diverged,
      training: run.training,
    }
  }

  #evaluate(): Losses {
    const [train, test] = [this.run.evaluate('train'), this.run.evaluate('test')]
    const regression = this.run.resolved.task === 'regression'
    return {
      trainLoss: train.loss,
      testLoss: test.loss,
      trainAccuracy: regression ? null : train.accuracy,
      testAccuracy: regression || Number.isNaN(test.accuracy) ? null : test.accuracy,
    }
  }

  /** The activations of neurons from `first` on over the plane (or the line) of the data: (neurons, height * width). */
  #values(first: number, neurons: number, width: number, height: number): Matrix {
    const { engine, network, work, examples } = this.run
    const [across, down] = this.#columns
    const values = engine.matrix('float64', neurons, width * height)
    engine.call.neuron_maps({
      ...network,
      ...work,
      ...examples.formulas,
      ...examples.scaling,
      held: engine.vector('float64', examples.columns.shape[0]!), // no other column enters the network
      across: across!,
      down: down ?? -1,
      bounds: engine.array('float64', [this.#domain[0]!, this.#domain[1] ?? [0, 0]].flat()),
      width,
      height,
      first,
      values,
    })
    return values
  }

  /** The value of each neuron's full colour, from its map or line. */
  #scales(values: Matrix): Block<'float64', 1> {
    const { engine, network, resolved } = this.run
    const neurons = values.shape[0]!
    const scales = engine.vector('float64', neurons)
    engine.call.map_scales({ ...network, values, scales })
    if (resolved.task === 'regression') scales.values[neurons - 1] = this.#outputScale
    return scales
  }

  #drawMaps(map: number, palette: Matrix): { maps: Uint8ClampedArray; scales: Float64Array } {
    const { engine } = this.run
    const neurons = this.#neurons
    const pixels = map * map
    const values = this.#values(0, neurons, map, map)
    const scales = this.#scales(values)
    this.#centre(values, neurons - 1)
    const colours = engine.vector('uint8', 4 * neurons * pixels)
    engine.call.paint_maps({ values, scales, palette, colours })
    return {
      maps: new Uint8ClampedArray(this.#shownNeurons(colours.values, 4 * pixels).buffer),
      scales: this.#shownNeurons(scales.values, 1),
    }
  }

  #drawLines(places: number): { lines: Float64Array; scales: Float64Array } {
    const values = this.#values(0, this.#neurons, places, 1)
    const scales = this.#scales(values)
    return { lines: this.#shownNeurons(values.values, places), scales: this.#shownNeurons(scales.values, 1) }
  }

  #drawSurface(side: number, palette: Matrix): Uint8ClampedArray {
    const { engine, resolved } = this.run
    const outputs = resolved.outputs.length
    const values = this.#values(this.#neurons - outputs, outputs, side, side)
    const colours = engine.vector('uint8', 4 * side * side)
    if (outputs > 1) engine.call.paint_classes({ values, palette, colours })
    else {
      this.#centre(values, 0)
      const scales = engine.array('float64', [this.#outputScale])
      engine.call.paint_maps({ values, scales, palette, colours })
    }
    return new Uint8ClampedArray(colours.values)
  }

  /** A single output between 0 and 1 is painted like one between -1 and 1: its threshold in the middle. */
  #centre(values: Matrix, neuron: number): void {
    if (this.run.resolved.task !== 'unsigned') return
    const pixels = values.shape[1]!
    const { engine } = this.run
    const row = values.part(neuron * pixels, (neuron + 1) * pixels).asRow()
    engine.call.in_units({ x: row, mean: engine.array('float64', [-1]), scale: engine.array('float64', [2]) })
  }

  #drawCurve(count: number): Float64Array {
    const outputs = this.run.resolved.outputs.length
    const answers = this.#inUnits(this.#values(this.#neurons - outputs, outputs, count, 1)).values
    const [low, high] = this.#domain[0]!
    const curve = new Float64Array((1 + outputs) * count)
    for (let k = 0; k < count; k += 1) {
      curve[(1 + outputs) * k] = low + (high - low) * ((k + 0.5) / count) // the middle of a cell, as in the engine's maps
      for (let j = 0; j < outputs; j += 1) curve[(1 + outputs) * k + 1 + j] = answers[j * count + k]!
    }
    return curve
  }

  /** Outputs (outputs, n), in the data's units where the target is standardised. */
  #inUnits(outputs: Matrix): Matrix {
    const { engine, examples } = this.run
    engine.call.in_units({ x: outputs, ...examples.target })
    return outputs
  }

  /** The weights and the bias of a network that is a straight line, in the data's own units. */
  #straight(): Float64Array | null {
    const { engine, resolved, network, examples } = this.run
    if (resolved.sizes.length > 2 || resolved.task !== 'regression' || resolved.activations[0] !== 'identity')
      return null
    const mark = engine.mark()
    const count = resolved.inputs.length
    const [weights, biases] = [engine.matrix('float64', 1, count), engine.vector('float64', 1)]
    weights.values.set(network.params.values.subarray(0, count))
    biases.values.set(network.params.values.subarray(count))
    const { mean: target_mean, scale: target_scale } = examples.target
    engine.call.weights_in_units({ weights, biases, ...examples.scaling, target_mean, target_scale })
    const units = Float64Array.from([...weights.values, ...biases.values])
    engine.release(mark)
    return units
  }

  /** The network's answers to columns (k, n) of the data, for some of its rows. */
  #answers(columns: Matrix, rows: Block<'int32', 1>): { x: Matrix; outputs: Matrix } {
    const { engine, network, work, examples, resolved } = this.run
    const x = engine.matrix('float64', resolved.inputs.length, rows.length)
    engine.call.features({ ...examples.formulas, columns, rows, x })
    engine.call.standardize({ x, ...examples.scaling })
    const outputs = engine.matrix('float64', resolved.outputs.length, rows.length)
    engine.call.predict({ ...network, ...work, x, outputs })
    return { x, outputs }
  }

  #predict(): Float64Array {
    const { engine, examples, resolved } = this.run
    const { outputs } = this.#answers(examples.columns, engine.array('int32', this.#points))
    const answers = this.#inUnits(outputs).values
    const [count, each] = [this.#points.length, resolved.outputs.length]
    return Float64Array.from({ length: count * each }, (_, k) => answers[(k % each) * count + Math.floor(k / each)]!)
  }

  #probe(place: readonly number[] | null, example: Example | null, drawn: Float64Array | null, palette: Matrix): Probe {
    const { run } = this
    const { engine, dataset, resolved, network, work } = run
    const columns = engine.matrix('float64', dataset.columns.length, 1)
    if (example === null && place?.length === this.#columns.length) {
      for (const [index, column] of this.#columns.entries()) columns.values[column] = place[index]!
    } else {
      const row = run.rows[example?.place ?? 0]!
      for (let column = 0; column < dataset.columns.length; column += 1) {
        columns.values[column] = valueAt(dataset, column, row)
      }
    }
    const inputs = Float64Array.from(this.#columns, (column) => columns.values[column]!)
    const { x, outputs } = this.#answers(columns, engine.vector('int32', 1))
    const neurons = this.#neurons
    work.z.values.set(x.values) // what enters an input is what leaves it
    const a = work.a.part(0, neurons)
    const activations = engine.matrix('float64', neurons, 1)
    activations.values.set(a.values)
    // Where nothing is drawn over a plane, a neuron's own activation is all that there is to measure it by.
    const scales = drawn !== null && this.#wholeNetwork ? engine.array('float64', drawn) : this.#scales(activations)
    const tiles = engine.vector('uint8', 4 * neurons)
    this.#centre(activations, neurons - 1)
    engine.call.paint_maps({ values: activations, scales, palette, colours: tiles })
    const neuronGlow = engine.vector('float32', neurons)
    const edgeGlow = engine.vector('float32', resolved.parameters)
    engine.call.encode_signals({ ...network, a, scales, neuron_glow: neuronGlow, edge_glow: edgeGlow })
    return {
      inputs,
      z: this.#shownNeurons(work.z.values.subarray(0, neurons), 1),
      a: this.#shownNeurons(a.values, 1),
      colours: new Uint8ClampedArray(this.#shownNeurons(tiles.values, 4).buffer),
      neuronGlow: this.#shownNeurons(neuronGlow.values, 1),
      edgeGlow: this.#shownWeights(edgeGlow.values),
      answer: this.#inUnits(outputs).copy(),
    }
  }

  #weights(palette: Matrix): Pick<Frame, 'params' | 'widths' | 'colours'> {
    const { engine, network } = this.run
    const params = this.#shownWeights(network.params.values)
    const shown = this.#wholeNetwork ? network.params : engine.array('float64', params)
    const widths = engine.vector('float32', params.length)
    const colours = engine.vector('uint8', 4 * params.length)
    engine.call.encode_weights({ params: shown, palette, widths, colours })
    return { params, widths: widths.copy(), colours: new Uint8ClampedArray(colours.values) }
  }

  get #wholeNetwork(): boolean {
    return this.#shown.every((size, layer) => size === this.run.resolved.sizes[layer])
  }

  /** What belongs to the shown neurons, `each` items of every neuron; a copy. */
  #shownNeurons<Items extends Float64Array | Float32Array | Uint8Array>(items: Items, each: number): Items {
    if (this.#wholeNetwork) return items.slice() as Items
    const chosen = new (items.constructor as new (length: number) => Items)(
      each * this.#shown.reduce((a, b) => a + b, 0),
    )
    let [from, to] = [0, 0]
    for (const [layer, size] of this.run.resolved.sizes.entries()) {
      const count = each * this.#shown[layer]!
      chosen.set(items.subarray(from, from + count), to)
      from += each * size
      to += count
    }
    return chosen
  }

  /** What belongs to the weights and biases between shown neurons; a copy. */
  #shownWeights<Items extends Float64Array | Float32Array>(items: Items): Items {
    if (this.#wholeNetwork) return items.slice() as Items
    const { sizes } = this.run.resolved
    const shown = this.#shown
    const length = shown.slice(1).reduce((sum, size, layer) => sum + (shown[layer]! + 1) * size, 0)
    const chosen = new (items.constructor as new (length: number) => Items)(length)
    let [from, to] = [0, 0]
    for (let layer = 0; layer + 1 < sizes.length; layer += 1) {
      const [inputs, outputs] = [sizes[layer]!, sizes[layer + 1]!]
      const [fewer, rows] = [shown[layer]!, shown[layer + 1]!]
      for (let j = 0; j < rows; j += 1, to += fewer) {
        chosen.set(items.subarray(from + j * inputs, from + j * inputs + fewer), to)
      }
      chosen.set(items.subarray(from + inputs * outputs, from + inputs * outputs + rows), to)
      to += rows
      from += (inputs + 1) * outputs
    }
    return chosen
  }
}

/** Both columns (or the one) of data that can be drawn on a plane (or a line), else those that inputs are made of. */
function drawnColumns({ inputs }: Resolved, dataset: Dataset): number[] {
  const all = dataset.columns.map((_, column) => column)
  const used = new Set(inputs.flatMap(({ program }) => columnsOf(program)))
  return all.length <= 2 || used.size === 0 ? all : all.filter((column) => used.has(column))
}

/** The columns of a table that could be predicted, in its order, the present target last. */
function targetsOf({ columns, groups, target }: Dataset): string[] {
  const names = columns.map((name) => [...groups].find(([, parts]) => parts.includes(name))?.[0] ?? name)
  return [...new Set([...names, target])]
}

const valueAt = ({ x, values }: Dataset, column: number, row: number): number => x[column * values.length + row]!

/** Where a map of a column begins and ends: -6 to 6 for generators, else a little beyond the data. */
function domainOf(dataset: Dataset, column: number): [number, number] {
  if (!dataset.table) return [-6, 6]
  const rows = dataset.values.length
  let [low, high] = [Infinity, -Infinity]
  for (const value of dataset.x.subarray(column * rows, (column + 1) * rows)) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const margin = low < high ? 0.08 * (high - low) : 1
  return [low - margin, high + margin]
}

/** The largest magnitude, at least 1. */
function largest({ values }: Matrix): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
}
