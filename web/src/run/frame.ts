/** From a run to what the page draws: its plan, and one frame after the other. The pictures are computed by the engine. */

import { classColours, classPalette, namedColour, paletteMatrix, pixelColours, valueColours } from './colours'
import type { Dataset } from './dataset'
import type { Matrix } from './examples'
import { columnsOf } from './formula'
import { Kept, once, pieceOf, type Making } from './kept'
import { Maps, overOf, type Domain } from './maps'
import {
  HISTORY_COLUMNS,
  SHOWN_POINTS,
  type Frame,
  type Palette,
  type Plan,
  type Points,
  type Probe,
  type RGB,
  type Want,
} from './protocol'
import { batchOf, type Resolved } from './recipe'
import { Repainting } from './repainting'
import type { Run } from './run'
import { Shown } from './shown'

/** While a run goes on, the pictures of a frame may cost about so many milliseconds, and the repainting so many of them. */
const BUDGET = 5
const REPAINTING = 2
/** Where the worker waits for longer than this (milliseconds), in slow motion, they may cost as many times more, at most so many. */
const WAITED = 33
const SLOWEST = 15
/** Even when a frame has to be exact, more of a picture is painted in the next ones. */
const LONGEST_REPAINTING = 150
/** Of data with more columns the examples do not travel to the page: they could not be drawn over any two columns. */
const SCATTERED_COLUMNS = 100

/** The example that a frame is about: its place among the training examples, and in its batch. */
export type Example = { readonly place: number; readonly position: number; readonly batch: number }
export type Moved = { readonly taken: number; readonly millis: number }

type Losses = Pick<Frame, 'trainLoss' | 'testLoss' | 'trainAccuracy' | 'testAccuracy'>
type Drawn = 'maps' | 'lines' | 'scales' | 'output' | 'curve' | 'predictions' | 'filters' | 'repainting'
type Pictures = Losses & Pick<Frame, Drawn>
type Evaluation = ReturnType<Run['evaluate']>

export class Frames {
  readonly run: Run
  readonly #shown: Shown
  readonly #maps: Maps
  readonly #columns: readonly number[]
  readonly #domain: Domain
  readonly #means: readonly number[]
  /** The classes' own colours, where a picture has few of them. */
  readonly #classes: readonly RGB[] | null
  readonly #repainting: Repainting | null
  /** Whether the inputs are the pixels of images, one by one. */
  readonly #seesPixels: boolean
  readonly #losses = new Kept<Losses>()
  readonly #mapped = new Kept<ReturnType<Maps['maps']>>()
  readonly #lines = new Kept<ReturnType<Maps['lines']>>()
  readonly #surface = new Kept<Uint8ClampedArray>()
  readonly #curve = new Kept<Float64Array>()
  readonly #predictions = new Kept<Float64Array>()
  readonly #filters = new Kept<Uint8ClampedArray>()
  /** These belong to the dataset, which is another one once points have been edited. */
  #dataset: Dataset
  /** Rows of the dataset that are drawn, training examples first. */
  #points!: Int32Array
  #trainPoints = 0
  /** The value of each regression target that gets the full colour. */
  #full!: Float64Array
  #sent = 0
  #ended = 0

  constructor(run: Run) {
    this.run = run
    const { resolved, dataset } = run
    this.#dataset = dataset
    this.#shown = new Shown(resolved)
    this.#maps = new Maps(run, this.#shown)
    this.#columns = drawnColumns(resolved, dataset)
    const drawn = dataset.kind === 'pixels' ? [] : this.#columns
    this.#domain = drawn.map((column) => domainOf(run, column))
    this.#means = meansOf(run, drawn)
    this.#seesPixels = dataset.kind === 'pixels' && same(resolved.experiment.network.inputs, dataset.columns)
    const picture = dataset.colours !== null
    this.#classes = picture && dataset.task === 'classification' ? dataset.classes.map(namedColour) : null
    this.#repainting = picture ? new Repainting(run, original(dataset), this.#classes ?? []) : null
    this.#choosePoints()
  }

  plan(palette: Palette): Plan {
    const { run } = this
    const { resolved, dataset } = run
    return {
      experiment: resolved.experiment,
      kind: dataset.kind,
      size: dataset.size,
      sizes: resolved.sizes,
      shown: this.#shown.sizes,
      activations: resolved.activations,
      inputNames: resolved.inputs.map(({ name }) => name),
      outputNames: resolved.outputs,
      columns: this.#columns.map((column) => dataset.columns[column]!),
      dataColumns: dataset.columns,
      target: dataset.targets.join(', '),
      targets: dataset.kind === 'table' && run.given?.kind !== 'arrays' ? targetsOf(dataset) : [],
      classes: dataset.classes,
      parameters: resolved.parameters,
      ...this.#data(palette),
      domain: this.#domain,
      range: [resolved.low, resolved.high],
      means: this.#means,
      classColours: this.#classes,
      picture: dataset.colours === null ? null : { original: original(dataset), seen: this.#seen() },
      notices: dataset.notices,
    }
  }

  /** RGBA of the points. */
  colours(palette: Palette): Uint8ClampedArray {
    const { engine, dataset, resolved, examples } = this.run
    if (dataset.colours !== null) return pixelColours(dataset.colours, this.#points)
    if (resolved.task !== 'regression') {
      const numbers = Float64Array.from(this.#points, (row) => dataset.values[row]!)
      return classColours(numbers, classPalette(palette, dataset.classes.length))
    }
    const mark = engine.mark()
    const rows = engine.array('int32', this.#points)
    const y = engine.matrix('float64', dataset.targets.length, rows.length)
    const values = engine.array('float64', dataset.values).asMatrix(dataset.targets.length)
    engine.call.value_targets({ values, rows, y })
    engine.call.standardize({ x: y, ...examples.target })
    const colours = valueColours(engine, y.part(0, rows.length), this.#full[0]!, palette)
    engine.release(mark)
    return colours
  }

  /** An edit, a setting or a leap: nothing of the last frame can be kept. */
  forget(): void {
    const kept = [this.#losses, this.#mapped, this.#lines, this.#surface, this.#curve, this.#predictions, this.#filters]
    for (const picture of kept) picture.forget()
    this.#repainting?.forget()
  }

  /** A frame; when `exact`, nothing in it is older than the run. `anew`: with all of the history. */
  frame(want: Want, moved: Moved, exact: boolean, example: Example | null = null, anew = false): Frame {
    const { run } = this
    const { engine, dataset } = run
    const start = performance.now()
    const changed = dataset !== this.#dataset
    if (changed) {
      this.#choosePoints()
      this.forget()
    }
    const mark = engine.mark()
    const classes = this.#classes ?? classPalette(want.palette, dataset.classes.length)
    const palette = paletteMatrix(engine, want.palette, classes)
    const pictures = this.#pictures(want, palette, exact, start)
    const { params, widths, colours } = this.#weights(palette)
    const probe = this.#probe(want, example, pictures.scales, palette)
    engine.release(mark)

    const from = anew ? 0 : Math.min(this.#sent, run.history.length)
    this.#sent = run.history.length
    this.#ended = performance.now()
    return {
      step: run.step,
      epoch: run.epoch,
      ...moved,
      drawn: this.#ended - start,
      params,
      widths,
      colours,
      ...pictures,
      units: this.#straight(),
      data: changed ? this.#data(want.palette) : null,
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
      furthest: run.step,
      position: run.position,
      changes: null,
      taking: { taken: run.log.length, undo: false, redo: false },
      muted: new Uint8Array(this.#shown.sizes.reduce((sum, size) => sum + size, 0)),
      frozen: new Uint8Array(this.#shown.sizes.length - 1),
      stopped: null,
      inspection: null,
      film: null,
      portrait: null,
      landscape: null,
      space: null,
      relief: null,
      findings: null,
      others: [],
    }
  }

  /** What takes time, within the time that there is. */
  #pictures(want: Want, palette: Matrix, exact: boolean, start: number): Pictures {
    const { run } = this
    const { map, output } = want
    const over = overOf(this.#columns, this.#domain, this.#means, want.plane)
    const line = over !== null && over.down < 0
    const mapped = map > 0 && over !== null && this.#maps.fit
    const answered = output > 0 && over !== null
    const repainting = want.repaint ? this.#repainting : null
    let jobs = [true, mapped, answered, want.predictions, this.#seesPixels, repainting !== null].filter(Boolean).length

    const slow = Math.min(SLOWEST, Math.max(1, (start - this.#ended) / WAITED))
    /** What is left of the time, in equal parts for what is still to be made. */
    const share = (): number => Math.max(0, start + BUDGET * slow - performance.now()) / jobs--
    const keep = <Picture>(wanted: boolean, kept: Kept<Picture>, size: number, make: () => Picture): Picture | null =>
      wanted ? kept.get(run, JSON.stringify([want.palette, want.plane, size]), exact, share(), () => once(make)) : null

    const losses = this.#losses.get(run, '', exact, share(), () =>
      this.#evaluate(exact ? Infinity : pieceOf(run.resolved)),
    )
    const full = this.#full
    const maps = keep(mapped && !line, this.#mapped, map, () => this.#maps.maps(over!, map, palette, full))
    const lines = keep(mapped && line, this.#lines, map, () => this.#maps.lines(over!, map, full))
    const surface = keep(answered && !line, this.#surface, output, () =>
      this.#maps.surface(over!, output, palette, full),
    )
    const curve = keep(answered && line, this.#curve, output, () => this.#maps.curve(over!, output))
    const predictions = want.predictions ? this.#predictions.get(run, '', exact, share(), () => this.#predict()) : null
    const filters = keep(this.#seesPixels, this.#filters, 0, () => this.#filter(palette))
    return {
      ...losses,
      maps: maps?.maps.slice() ?? null,
      lines: lines?.lines.slice() ?? null,
      scales: (maps ?? lines)?.scales.slice() ?? null,
      output: surface?.slice() ?? null,
      curve: curve?.slice() ?? null,
      predictions: predictions?.slice() ?? null,
      filters: filters?.slice() ?? null,
      repainting: repainting?.get(exact ? LONGEST_REPAINTING : Math.min(share(), REPAINTING * slow)) ?? null,
    }
  }

  /** The examples that are drawn, and the value of each target that gets the full colour. */
  #choosePoints(): void {
    const { dataset, resolved, examples } = this.run
    const { train, test } = resolved
    const part = Math.min(1, SHOWN_POINTS / (train + test))
    this.#dataset = dataset
    this.#trainPoints = Math.ceil(train * part)
    this.#points = Int32Array.of(
      ...examples.rows.subarray(0, this.#trainPoints),
      ...examples.rows.subarray(train, train + Math.floor(test * part)),
    )
    const { y } = examples
    const rows = resolved.task === 'regression' ? resolved.outputs.length : 0
    this.#full = Float64Array.from({ length: Math.max(rows, 1) }, (_, row) =>
      rows === 0 ? 1 : largest(y.values.subarray(row * train, (row + 1) * train)),
    )
  }

  /** What the plan says of the examples. */
  #data(palette: Palette): NonNullable<Frame['data']> {
    const { train, test, experiment } = this.run.resolved
    return {
      points: this.#drawnPoints(palette),
      train,
      test,
      stepsPerEpoch: Math.ceil(train / batchOf(experiment.training, train)),
    }
  }

  #drawnPoints(palette: Palette): Points {
    const { dataset } = this.run
    const points = this.#points
    const drawn = this.#domain.length > 0 && this.#columns.length <= SCATTERED_COLUMNS ? this.#columns : []
    return {
      count: points.length,
      rows: points.slice(),
      inputs: Float64Array.from(drawn.flatMap((column) => Array.from(points, (row) => this.#valueAt(column, row)))),
      values: Float64Array.from(points, (row) => dataset.values[row]!),
      test: Uint8Array.from(points, (_, index) => (index < this.#trainPoints ? 0 : 1)),
      colours: this.colours(palette),
    }
  }

  /** Of each pixel of a picture: 0 never seen, 1 in training, 2 in the test. */
  #seen(): Uint8Array {
    const { dataset, resolved, examples } = this.run
    const { train, test } = resolved
    const seen = new Uint8Array(dataset.rows)
    for (const row of examples.rows.subarray(0, train)) seen[row] = 1
    for (const row of examples.rows.subarray(train, train + test)) seen[row] = 2
    return seen
  }

  *#evaluate(piece: number): Making<Losses> {
    const train = yield* this.#mean('train', piece)
    const test = yield* this.#mean('test', piece)
    const regression = this.run.resolved.task === 'regression'
    return {
      trainLoss: train.loss,
      testLoss: test.loss,
      trainAccuracy: regression ? null : train.accuracy,
      testAccuracy: regression || Number.isNaN(test.accuracy) ? null : test.accuracy,
    }
  }

  /** Loss and accuracy over the examples, so many of them at a time. */
  *#mean(part: 'train' | 'test', piece: number): Generator<undefined, Evaluation> {
    const count = this.run.resolved[part]
    if (count <= piece) return this.run.evaluate(part)
    const mean = { loss: 0, accuracy: 0 }
    for (let first = 0; first < count; first += piece) {
      const some = Math.min(piece, count - first)
      const { loss, accuracy } = this.run.evaluate(part, first, some)
      mean.loss += (loss * some) / count
      mean.accuracy += (accuracy * some) / count
      yield
    }
    return mean
  }

  /** The network's answers to the points, one row after the other. */
  *#predict(): Making<Float64Array> {
    const { engine, examples, resolved } = this.run
    const each = resolved.outputs.length
    const piece = pieceOf(resolved)
    const answers = new Float64Array(each * this.#points.length)
    for (let first = 0; first < this.#points.length; first += piece) {
      const mark = engine.mark()
      const rows = engine.array('int32', this.#points.subarray(first, first + piece))
      const { values } = this.run.answers(examples.columns, rows).outputs
      for (let k = 0; k < rows.length; k += 1) {
        for (let j = 0; j < each; j += 1) answers[(first + k) * each + j] = values[j * rows.length + k]!
      }
      engine.release(mark)
      yield
    }
    return answers
  }

  /** What each of the first neurons looks for: its weights as an image. */
  #filter(palette: Matrix): Uint8ClampedArray {
    const { engine, network } = this.run
    const [inputs, neurons] = this.#shown.sizes as [number, number]
    const weights = network.params.part(0, inputs * neurons).asMatrix(neurons)
    const colours = engine.vector('uint8', 4 * weights.length)
    engine.call.paint_weights({ weights, palette, colours })
    return new Uint8ClampedArray(colours.values)
  }

  /** The weights and the bias of a network that is a straight line, in the data's own units. */
  #straight(): Float64Array | null {
    const { engine, resolved, network, examples } = this.run
    const { sizes, task, activations } = resolved
    if (sizes.length > 2 || sizes[1] !== 1 || task !== 'regression' || activations[0] !== 'identity') return null
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

  #probe(want: Want, example: Example | null, drawn: Float64Array | null, palette: Matrix): Probe {
    const { engine, dataset, resolved, network, work } = this.run
    const columns = engine.matrix('float64', dataset.columns.length, 1)
    const place = example === null && want.probe?.length === this.#columns.length ? want.probe : null
    const row = this.run.examples.rows[example?.place ?? 0]!
    const shown = example === null ? (this.#points[want.example ?? 0] ?? row) : row
    for (const [index, column] of this.#columns.entries()) {
      columns.values[column] = place?.[index] ?? this.#valueAt(column, shown)
    }
    const inputs = Float64Array.from(this.#columns, (column) => columns.values[column]!)
    const { x, outputs } = this.run.answers(columns, engine.vector('int32', 1))
    work.z.values.set(x.values) // what enters an input is what leaves it
    const neurons = this.#neurons
    const a = work.a.part(0, neurons)
    const activations = engine.array('float64', a.values).asMatrix(neurons)
    // Where nothing is drawn over a plane, a neuron's own activation is all that there is to measure it by.
    const scales =
      drawn !== null && this.#shown.whole ? engine.array('float64', drawn) : this.#maps.scales(activations, this.#full)
    const tiles = engine.vector('uint8', 4 * neurons)
    this.#maps.centre(activations)
    engine.call.paint_maps({ values: activations, scales, palette, colours: tiles })
    const neuronGlow = engine.vector('float32', neurons)
    const edgeGlow = engine.vector('float32', resolved.parameters)
    engine.call.encode_signals({ ...network, a, scales, neuron_glow: neuronGlow, edge_glow: edgeGlow })
    return {
      inputs,
      z: this.#shown.neurons(work.z.values.subarray(0, neurons), 1),
      a: this.#shown.neurons(a.values, 1),
      colours: new Uint8ClampedArray(this.#shown.neurons(tiles.values, 4).buffer),
      neuronGlow: this.#shown.neurons(neuronGlow.values, 1),
      edgeGlow: this.#shown.weights(edgeGlow.values),
      answer: outputs.copy(),
    }
  }

  #weights(palette: Matrix): Pick<Frame, 'params' | 'widths' | 'colours'> {
    const { engine, network } = this.run
    const params = this.#shown.weights(network.params.values)
    const shown = this.#shown.whole ? network.params : engine.array('float64', params)
    const widths = engine.vector('float32', params.length)
    const colours = engine.vector('uint8', 4 * params.length)
    engine.call.encode_weights({ params: shown, palette, widths, colours })
    return { params, widths: widths.copy(), colours: new Uint8ClampedArray(colours.values) }
  }

  /** A number of the data, in its own units. */
  #valueAt(column: number, row: number): number {
    const { columns } = this.run.examples
    return columns.values[column * columns.shape[1]! + row]!
  }

  get #neurons(): number {
    return this.run.resolved.sizes.reduce((sum, size) => sum + size, 0)
  }
}

/** All columns of pixels; both (or the one) of data that can be drawn on a plane (or a line); else those that inputs are made of. */
function drawnColumns({ inputs, kind }: Resolved, { columns }: Dataset): number[] {
  const all = columns.map((_, column) => column)
  const used = new Set(inputs.flatMap(({ program }) => columnsOf(program)))
  return kind === 'pixels' || all.length <= 2 || used.size === 0 ? all : all.filter((column) => used.has(column))
}

/** The columns of a table that could be predicted, in its order, the present target last. */
function targetsOf({ columns, groups, targets }: Dataset): string[] {
  const names = columns.map((name) => [...groups].find(([, parts]) => parts.includes(name))?.[0] ?? name)
  return [...new Set([...names, ...targets])]
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((name, place) => name === others[place])

/** A picture as it is, RGBA. */
function original({ colours, rows }: Dataset): Uint8ClampedArray {
  return pixelColours(
    colours!,
    Int32Array.from({ length: rows }, (_, pixel) => pixel),
  )
}

const PLANE = 6
const MARGIN = 0.08

/**
 * Where a map of a column begins and ends: -6 to 6 for points, or further where the user's own lie; the edges of a
 * picture; a little beyond the data of a table.
 */
function domainOf({ dataset, given, examples }: Run, column: number): readonly [number, number] {
  if (dataset.kind === 'picture') {
    const edge = dataset.size![column]! / Math.max(...dataset.size!)
    return [-edge, edge]
  }
  if (dataset.kind === 'points' && given === null) return [-PLANE, PLANE]
  const values = examples.columns.values.subarray(column * dataset.rows, (column + 1) * dataset.rows)
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const margin = low < high ? MARGIN * (high - low) : 1
  if (dataset.kind === 'table') return [low - margin, high + margin]
  return [low < -PLANE ? low - margin : -PLANE, high > PLANE ? high + margin : PLANE]
}

/** The mean of some columns. */
function meansOf({ engine, examples }: Run, columns: readonly number[]): number[] {
  if (columns.length === 0) return []
  const mark = engine.mark()
  const count = examples.columns.shape[0]!
  const [mean, scale] = [engine.vector('float64', count), engine.vector('float64', count)]
  engine.call.fit({ x: examples.columns, mean, scale })
  const means = columns.map((column) => mean.values[column]!)
  engine.release(mark)
  return means
}

/** The largest magnitude, at least 1. */
function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
}
