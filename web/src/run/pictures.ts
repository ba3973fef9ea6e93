/** The pictures of a frame that take time, within the time that there is: losses, maps, answers. */

import type { Matrix } from './examples'
import { Kept, once, pieceOf, type Making } from './kept'
import type { Maps } from './maps'
import type { Frame, Want } from './protocol'
import { Repainting } from './repainting'
import type { Run } from './run'
import type { Scene } from './scene'

/** Of this many milliseconds the repainting may take, while a run goes on. */
const REPAINTING = 2
/** Even when a frame has to be exact, more of a picture is painted in the next ones. */
const LONGEST_REPAINTING = 150

type Losses = Pick<Frame, 'trainLoss' | 'testLoss' | 'trainAccuracy' | 'testAccuracy'>
type Drawn = 'maps' | 'lines' | 'scales' | 'output' | 'curve' | 'predictions' | 'filters' | 'repainting' | 'relief'
type Evaluation = ReturnType<Run['evaluate']>

export class Pictures {
  readonly #scene: Scene
  readonly #maps: Maps
  readonly #repainting: Repainting | null
  /** Whether the inputs are the pixels of images, one by one. */
  readonly #seesPixels: boolean
  readonly #losses = new Kept<Losses>()
  readonly #mapped = new Kept<ReturnType<Maps['maps']>>()
  readonly #lines = new Kept<ReturnType<Maps['lines']>>()
  readonly #surface = new Kept<Uint8ClampedArray>()
  readonly #curve = new Kept<Float64Array>()
  readonly #relief = new Kept<Float64Array>()
  readonly #predictions = new Kept<Float64Array>()
  readonly #filters = new Kept<Uint8ClampedArray>()

  constructor(scene: Scene, maps: Maps) {
    this.#scene = scene
    this.#maps = maps
    const { dataset, resolved } = scene.run
    const picture = dataset.colours !== null
    this.#repainting = picture ? new Repainting(scene.run, scene.original(), scene.classes ?? []) : null
    this.#seesPixels = dataset.kind === 'pixels' && same(resolved.experiment.network.inputs, dataset.columns)
  }

  /** An edit, a setting or a leap: nothing of the last frame can be kept. */
  forget(): void {
    const kept = [this.#losses, this.#mapped, this.#lines, this.#surface, this.#curve, this.#relief]
    for (const picture of [...kept, this.#predictions, this.#filters]) picture.forget()
    this.#repainting?.forget()
  }

  /**
   * @param exact whether nothing may be older than the run
   * @param end when they should be done, by the clock
   * @param slow how many times longer than usual the page waits for them
   */
  get(want: Want, palette: Matrix, exact: boolean, end: number, slow: number): Losses & Pick<Frame, Drawn> {
    const { run, full } = this.#scene
    const { map, output, discrete, relief } = want
    const over = this.#scene.over(want.plane)
    const line = over !== null && over.down < 0
    const mapped = map > 0 && over !== null && this.#maps.fit
    const answered = output > 0 && over !== null
    const raised = relief > 0 && over !== null && !line
    const repainting = want.repaint ? this.#repainting : null
    const wanted = [true, mapped, answered, raised, want.predictions, this.#seesPixels, repainting !== null]
    let jobs = wanted.filter(Boolean).length

    /** What is left of the time, in equal parts for what is still to be made. */
    const share = (): number => Math.max(0, end - performance.now()) / jobs--
    const keep = <Picture>(wanted: boolean, kept: Kept<Picture>, size: number, make: () => Picture): Picture | null =>
      wanted
        ? kept.get(run, JSON.stringify([want.palette, want.plane, size, discrete]), exact, share(), () => once(make))
        : null

    const losses = this.#losses.get(run, '', exact, share(), () =>
      this.#evaluate(exact ? Infinity : pieceOf(run.resolved)),
    )
    const maps = keep(mapped && !line, this.#mapped, map, () => this.#maps.maps(over!, map, palette, full, discrete))
    const lines = keep(mapped && line, this.#lines, map, () => this.#maps.lines(over!, map, full))
    const surface = keep(answered && !line, this.#surface, output, () =>
      this.#maps.surface(over!, output, palette, full, discrete),
    )
    const curve = keep(answered && line, this.#curve, output, () => this.#maps.curve(over!, output))
    const heights = keep(raised, this.#relief, relief, () => this.#maps.relief(over!, relief))
    const predictions = want.predictions ? this.#predictions.get(run, '', exact, share(), () => this.#predict()) : null
    const filters = keep(this.#seesPixels, this.#filters, 0, () => this.#filter(palette))
    return {
      ...losses,
      maps: maps?.maps.slice() ?? null,
      lines: lines?.lines.slice() ?? null,
      scales: (maps ?? lines)?.scales.slice() ?? null,
      output: surface?.slice() ?? null,
      curve: curve?.slice() ?? null,
      relief: heights?.slice() ?? null,
      predictions: predictions?.slice() ?? null,
      filters: filters?.slice() ?? null,
      repainting: repainting?.get(exact ? LONGEST_REPAINTING : Math.min(share(), REPAINTING * slow)) ?? null,
    }
  }

  *#evaluate(piece: number): Making<Losses> {
    const train = yield* this.#mean('train', piece)
    const test = yield* this.#mean('test', piece)
    const regression = this.#scene.run.resolved.task === 'regression'
    return {
      trainLoss: train.loss,
      testLoss: test.loss,
      trainAccuracy: regression ? null : train.accuracy,
      testAccuracy: regression || Number.isNaN(test.accuracy) ? null : test.accuracy,
    }
  }

  /** Loss and accuracy over the examples, so many of them at a time. */
  *#mean(part: 'train' | 'test', piece: number): Generator<undefined, Evaluation> {
    const { run } = this.#scene
    const count = run.resolved[part]
    if (count <= piece) return run.evaluate(part)
    const mean = { loss: 0, accuracy: 0 }
    for (let first = 0; first < count; first += piece) {
      const some = Math.min(piece, count - first)
      const { loss, accuracy } = run.evaluate(part, first, some)
      mean.loss += (loss * some) / count
      mean.accuracy += (accuracy * some) / count
      yield
    }
    return mean
  }

  /** The network's answers to the points, one row after the other. */
  *#predict(): Making<Float64Array> {
    const { run, points } = this.#scene
    const { engine, examples, resolved } = run
    const each = resolved.outputs.length
    const piece = pieceOf(resolved)
    const answers = new Float64Array(each * points.length)
    for (let first = 0; first < points.length; first += piece) {
      const mark = engine.mark()
      const rows = engine.array('int32', points.subarray(first, first + piece))
      const { values } = run.answers(examples.columns, rows).outputs
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
    const { engine, network } = this.#scene.run
    const [inputs, neurons] = this.#scene.shown.sizes as [number, number]
    const weights = network.params.part(0, inputs * neurons).asMatrix(neurons)
    const colours = engine.vector('uint8', 4 * weights.length)
    engine.call.paint_weights({ weights, palette, colours })
    return new Uint8ClampedArray(colours.values)
  }
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((name, place) => name === others[place])
