/** The loss around the present weights, a few places in every frame, and the way of the run through it. */

import type { Dataset } from './dataset'
import { dithered, SIDE } from './dither'
import type { Ints, Matrix, Vector } from './examples'
import { INTERVAL, TOLERANCE } from './kept'
import { someOf } from './moments'
import { exists, parameterOf } from './picked'
import type { Ground, Landscape } from './protocol'
import type { Moment, Run } from './run'
import { sampleOf } from './sample'

/** One landscape, calculated or on the way: whatever it is about stands, while the run goes on. */
type Survey = {
  readonly ground: Ground
  readonly step: number
  readonly version: number
  readonly dataset: Dataset
  readonly settings: Float64Array
  readonly muted: Int32Array
  readonly order: Int32Array
  readonly centre: Float64Array
  /** Two of them. */
  readonly directions: Float64Array
  /** Low and high of the first direction, then of the second. */
  readonly bounds: readonly [number, number, number, number]
  readonly losses: Float64Array
  /** How many places of `order` are calculated. */
  done: number
  /** Where moments of the run lie on it. */
  readonly places: WeakMap<Moment, readonly [number, number]>
}

/** A survey in the engine's memory. */
type Laid = {
  readonly centre: Vector
  readonly directions: Matrix
  readonly bounds: Vector
  readonly settings: Vector
  readonly muted: Ints
}

export class Landscapes {
  readonly #run: Run
  #shown: Survey | null = null
  #making: Survey | null = null
  /** Counts what has changed the losses other than steps. */
  #version = 0
  #due = 0
  #path: Pick<Landscape, 'path' | 'steps'> = { path: new Float64Array(), steps: new Float64Array() }

  constructor(run: Run) {
    this.#run = run
  }

  /** Something other than a step has changed the losses. What is shown stays until there is another one. */
  forget(): void {
    this.#version += 1
    this.#due = 0
  }

  /** Whether it is another one than that of the present weights, or only a part of it. */
  get unfinished(): boolean {
    return this.#shown !== null && (this.#making !== null || this.#stale)
  }

  get #stale(): boolean {
    return this.#shown?.step !== this.#run.step || this.#shown.version !== this.#version
  }

  /**
   * The landscape, after working at it for so many milliseconds. The first one is shown while it is made; later ones as
   * a whole. null when the ground is none.
   *
   * @param standing whether the run stands; else it takes no longer on average of all frames
   */
  get(ground: Ground, standing: boolean, millis: number): Landscape | null {
    const start = performance.now()
    const look = JSON.stringify(ground)
    if (this.#shown !== null && JSON.stringify(this.#shown.ground) !== look) this.#shown = this.#making = null
    if (standing || this.#shown === null || start >= this.#due) {
      const mark = this.#run.engine.mark()
      this.#work(ground, start + millis)
      this.#run.engine.release(mark)
      const took = performance.now() - start
      this.#due = took > TOLERANCE * millis ? start + (took / Math.max(millis, 1)) * INTERVAL : 0
    }
    return this.#shown === null ? null : this.#picture(this.#shown)
  }

  #work(ground: Ground, end: number): void {
    if (this.#making?.dataset !== this.#run.dataset) this.#making = null
    if (this.#making === null && (this.#shown === null || this.#stale)) {
      this.#making = this.#begin(ground)
    }
    const making = this.#making
    if (making !== null) {
      this.#goOn(making, end)
      this.#shown ??= making
      if (making.done === making.order.length) [this.#shown, this.#making] = [making, null]
    }
    if (this.#shown !== null) this.#follow(this.#shown)
  }

  /** A landscape around the present weights; null for axes that the network does not have, or that are one. */
  #begin(ground: Ground): Survey | null {
    const { engine, network, resolved, step, dataset, settings } = this.#run
    const { seed, axes, reach, size } = ground
    const centre = network.params.copy()
    const directions = engine.matrix('float64', 2, centre.length)
    let bounds: Survey['bounds'] = [-reach, reach, -reach, reach]
    if (axes === null) engine.call.random_directions({ ...network, seed, directions })
    else {
      if (!axes.every((axis) => exists(resolved.sizes, axis))) return null
      const [across, down] = axes.map((axis) => parameterOf(resolved.sizes, axis)) as [number, number]
      if (across < 0 || down < 0 || across === down) return null
      // Around zero of both, the place on an axis is the parameter's value.
      const [x, y] = [centre[across]!, centre[down]!]
      bounds = [x - reach, x + reach, y - reach, y + reach]
      centre[across] = centre[down] = 0
      directions.values[across] = directions.values[centre.length + down] = 1
    }
    return {
      ground,
      step,
      version: this.#version,
      dataset,
      settings: settings.copy(),
      muted: network.muted.copy(),
      order: dithered(size, size),
      centre,
      directions: directions.copy(),
      bounds,
      losses: new Float64Array(size * size).fill(NaN),
      done: 0,
      places: new WeakMap(),
    }
  }

  /** Calculates further places until it is late, and at first so many that there is something everywhere. */
  #goOn(survey: Survey, end: number): void {
    const { engine, network, work, targets } = this.#run
    const { size } = survey.ground
    const { x, y } = sampleOf(this.#run)
    const params = engine.vector('float64', survey.centre.length)
    const losses = engine.vector('float64', survey.losses.length)
    losses.values.set(survey.losses)
    const laid = this.#lay(survey)
    const given = { ...network, ...work, ...laid, targets, x, y, params, losses, width: size, height: size, count: 1 }
    const least = this.#shown === null ? Math.ceil(size / SIDE) ** 2 : 0
    do engine.call.landscape({ ...given, first: survey.order[survey.done++]! })
    while (survey.done < survey.order.length && (survey.done < least || performance.now() < end))
    survey.losses.set(losses.values)
  }

  /** Where the run was on it at its moments so far, and where it is. */
  #follow(survey: Survey): void {
    const { engine, network, step } = this.#run
    const { centre, directions } = this.#lay(survey)
    const place = engine.vector('float64', 2)
    const params = engine.vector('float64', centre.length)
    const project = (values: Float64Array): [number, number] => {
      params.values.set(values)
      engine.call.project({ params, centre, directions, place })
      return [place.values[0]!, place.values[1]!]
    }
    const before = someOf(this.#run.snapshots).filter((moment) => moment.step < step)
    const path = before.map((moment) => {
      const known = survey.places.get(moment) ?? project(moment.params)
      survey.places.set(moment, known)
      return known
    })
    const here = project(network.params.values)
    this.#path = {
      path: Float64Array.from([...path, here].flat()),
      steps: Float64Array.from([...before.map((moment) => moment.step), step]),
    }
  }

  #lay({ centre, directions, bounds, settings, muted }: Survey): Laid {
    const { engine } = this.#run
    return {
      centre: engine.array('float64', centre),
      directions: engine.array('float64', directions).asMatrix(2),
      bounds: engine.array('float64', bounds),
      settings: engine.array('float64', settings),
      muted: engine.array('int32', muted),
    }
  }

  #picture({ ground, bounds, losses, order, done, step }: Survey): Landscape {
    const [left, right, low, high] = bounds
    return {
      ground,
      losses: done < order.length ? coarse(losses, ground.size) : losses.slice(),
      bounds: [
        [left, right],
        [low, high],
      ],
      path: this.#path.path.slice(),
      steps: this.#path.steps.slice(),
      done: done / order.length,
      age: this.#stale ? Math.max(1, Math.abs(this.#run.step - step)) : 0,
    }
  }
}

/** Losses, with that of the nearest coarser place where one is not calculated yet. */
function coarse(losses: Float64Array, size: number): Float64Array {
  return losses.map((loss, place) => {
    const [column, row] = [place % size, Math.floor(place / size)]
    let found = loss
    for (let side = 2; Number.isNaN(found) && side <= SIDE; side *= 2) {
      found = losses[(row - (row % side)) * size + (column - (column % side))]!
    }
    return found
  })
}
