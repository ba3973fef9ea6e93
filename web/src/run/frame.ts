/** From a run to what the page draws: its plan, and one frame after the other. The pictures are computed by the engine. */

import { Closer } from './closer'
import { classPalette, paletteMatrix } from './colours'
import type { Dataset } from './dataset'
import type { Matrix } from './examples'
import { lookAt, type Example } from './looked'
import { Maps } from './maps'
import { Pictures } from './pictures'
import { probe } from './probe'
import { type Frame, type Palette, type Plan, type Want } from './protocol'
import type { Run } from './run'
import { Scene } from './scene'

export type { Example }

/** While a run goes on, the pictures of a frame may cost about so many milliseconds. */
export const BUDGET = 5
/** What is opened may cost so much of that on top of it. */
const CLOSER = 0.8
/** Where the worker waits for longer than this (milliseconds), in slow motion, they may cost as many times more, at most so many. */
const WAITED = 33
const SLOWEST = 15

export type Moved = { readonly taken: number; readonly millis: number }

export class Frames {
  readonly run: Run
  readonly #scene: Scene
  readonly #maps: Maps
  readonly #pictures: Pictures
  readonly #closer: Closer
  #ended = 0

  constructor(run: Run) {
    this.run = run
    this.#scene = new Scene(run)
    this.#maps = new Maps(run, this.#scene.shown)
    this.#pictures = new Pictures(this.#scene, this.#maps)
    this.#closer = new Closer(this.#scene, this.#maps)
  }

  plan(palette: Palette): Plan {
    const { run } = this
    const { resolved, dataset } = run
    const scene = this.#scene
    return {
      experiment: resolved.experiment,
      kind: dataset.kind,
      size: dataset.size,
      sizes: resolved.sizes,
      shown: scene.shown.sizes,
      activations: resolved.activations,
      inputNames: resolved.inputs.map(({ name }) => name),
      outputNames: resolved.outputs,
      columns: scene.columns.map((column) => dataset.columns[column]!),
      dataColumns: dataset.columns,
      target: dataset.targets.join(', '),
      targets: dataset.kind === 'table' && run.given?.kind !== 'arrays' ? targetsOf(dataset) : [],
      classes: dataset.classes,
      parameters: resolved.parameters,
      ...scene.data(palette),
      domain: scene.domain,
      range: [resolved.low, resolved.high],
      means: scene.means,
      classColours: scene.classes,
      picture: dataset.colours === null ? null : { original: scene.original(), seen: scene.seen() },
      notices: dataset.notices,
    }
  }

  /** RGBA of the points. */
  colours(palette: Palette): Uint8ClampedArray {
    return this.#scene.colours(palette)
  }

  /** An edit, a setting or a leap: nothing of the last frame can be kept. */
  forget(): void {
    this.#forget(false)
  }

  #forget(data: boolean): void {
    this.#pictures.forget()
    this.#closer.forget(data)
  }

  /** What the columns hold at these points, point by point, in the data's own units; NaN where there is no such point. */
  examples(indices: readonly number[]): Float64Array {
    const { columns, points } = this.#scene
    const at = (index: number): number[] =>
      columns.map((column) => (index in points ? this.#scene.valueAt(column, points[index]!) : NaN))
    return Float64Array.from(indices.flatMap(at))
  }

  /**
   * A frame; when `exact`, nothing in it is older than the run.
   *
   * @param example the example that was stepped to, which it is about then
   * @param anew with all of the history and the log
   * @param budget what its pictures may cost, about so many milliseconds
   */
  frame(
    want: Want,
    moved: Moved,
    exact: boolean,
    example: Example | null = null,
    anew = false,
    budget = BUDGET,
  ): Frame {
    const { run } = this
    const { engine, dataset } = run
    const scene = this.#scene
    const start = performance.now()
    const changed = scene.follow()
    if (changed) this.#forget(true)
    run.remember = want.inspect !== null
    const mark = engine.mark()
    const classes = scene.classes ?? classPalette(want.palette, dataset.classes.length)
    const palette = paletteMatrix(engine, want.palette, classes)
    const slow = Math.min(SLOWEST, Math.max(1, (start - this.#ended) / WAITED))
    const pictures = this.#pictures.get(want, palette, exact, start + budget * slow, slow)
    const { params, widths, colours } = this.#weights(palette)
    const looked = lookAt(scene, want, example)
    const signal = probe(scene, this.#maps, looked, pictures.scales, palette)
    const closer = this.#closer.get(want, looked, palette, exact, performance.now() + CLOSER * budget * slow)
    engine.release(mark)

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
      data: changed ? scene.data(want.palette) : null,
      history: run.takeHistory(anew),
      probe: signal,
      example:
        example === null
          ? null
          : { index: scene.indexOf(example.place), position: example.position, batch: example.batch },
      diverged: run.diverged,
      training: run.training,
      furthest: run.furthest,
      breaks: run.breaks,
      heading: run.heading,
      position: run.position,
      changes: run.takeChanges(anew),
      taking: run.taking,
      muted: this.#muted(),
      frozen: Uint8Array.from(run.frozen.values),
      stopped: null,
      ...closer,
      unfinished: closer.unfinished || (pictures.repainting?.age ?? 0) > 0,
      others: [],
    }
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

  /** One for each shown neuron. */
  #muted(): Uint8Array {
    const muted = new Uint8Array(this.#scene.neurons)
    for (const neuron of this.run.network.muted.values) muted[neuron] = 1
    return this.#scene.shown.neurons(muted, 1)
  }

  #weights(palette: Matrix): Pick<Frame, 'params' | 'widths' | 'colours'> {
    const { engine, network } = this.run
    const { shown } = this.#scene
    const params = shown.weights(network.params.values)
    const drawn = shown.whole ? network.params : engine.array('float64', params)
    const widths = engine.vector('float32', params.length)
    const colours = engine.vector('uint8', 4 * params.length)
    engine.call.encode_weights({ params: drawn, palette, widths, colours })
    return { params, widths: widths.copy(), colours: new Uint8ClampedArray(colours.values) }
  }
}

/** The columns of a table that could be predicted, in its order, the present target last. */
function targetsOf({ columns, groups, targets }: Dataset): string[] {
  const names = columns.map((name) => [...groups].find(([, parts]) => parts.includes(name))?.[0] ?? name)
  return [...new Set([...names, ...targets])]
}
