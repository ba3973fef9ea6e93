/** The loss around the present weights, a few places in every frame, and the way of the run through it. */

import { MANIFEST } from '../engine/generated/manifest'
import type { Dataset } from './dataset'
import { dithered, SIDE } from './dither'
import type { Ints, Matrix, Vector } from './examples'
import { INTERVAL, TOLERANCE } from './kept'
import { someOf } from './moments'
import { exists, parameterOf } from './picked'
import type { Ground, Landscape, Picked } from './protocol'
import type { Moment, Run } from './run'
import { roomFor, sampleOf } from './sample'

const LOSS = MANIFEST.codes.settings.indexOf('loss')

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
  #here: Pick<Landscape, 'path' | 'steps' | 'gradient'> = {
    path: new Float64Array(),
    steps: new Float64Array(),
    gradient: new Float64Array(),
  }

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
    return this.#shown !== null && (this.#making !== null || this.#stale(this.#shown))
  }

  /** Whether the losses are others by now. */
  #stale(survey: Survey): boolean {
    if (survey.ground.axes !== null && survey.ground.bounds !== undefined) return !this.#fits(survey)
    return survey.step !== this.#run.step || survey.version !== this.#version
  }

  /** Whether everything but the two parameters that it is about is as it was. */
  #fits({ ground, centre, dataset, settings, muted }: Survey): boolean {
    const run = this.#run
    const { params, muted: silent } = run.network
    const [across, down] = placesOf(run, ground.axes!)!
    const { values } = params
    return (
      dataset === run.dataset &&
      settings[LOSS] === run.settings.values[LOSS] &&
      alike(muted, silent.values) &&
      centre.every((value, place) => place === across || place === down || Object.is(value, values[place]))
    )
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
    if (this.#making === null && (this.#shown === null || this.#stale(this.#shown))) {
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
    const { engine, network, step, dataset, settings } = this.#run
    const { seed, axes, reach, size } = ground
    const centre = network.params.copy()
    const directions = engine.matrix('float64', 2, centre.length)
    let bounds: Survey['bounds'] = [-reach, reach, -reach, reach]
    if (axes === null) engine.call.random_directions({ ...network, seed, directions })
    else {
      const places = placesOf(this.#run, axes)
      if (places === null) return null
      const [across, down] = places
      // Around zero of both, the place on an axis is the parameter's value.
      const [x, y] = [centre[across]!, centre[down]!]
      bounds = ground.bounds === undefined ? [x - reach, x + reach, y - reach, y + reach] : flat(ground.bounds)
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
    this.#here = {
      path: Float64Array.from([...path, here].flat()),
      steps: Float64Array.from([...before.map((moment) => moment.step), step]),
      gradient: this.#gradient(survey.ground),
    }
  }

  /** How the loss changes along the two axes where the run is. */
  #gradient({ axes }: Ground): Float64Array {
    const places = axes === null ? null : placesOf(this.#run, axes)
    if (places === null) return Float64Array.of(NaN, NaN)
    const { engine, network, settings } = this.#run
    const { x, y } = sampleOf(this.#run)
    const grads = engine.vector('float64', network.params.length)
    engine.call.gradient({ ...network, ...roomFor(this.#run, x.shape[1]!), settings, x, y, grads })
    return Float64Array.from(places, (place) => grads.values[place]!)
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

  #picture(survey: Survey): Landscape {
    const { ground, bounds, losses, order, done, step } = survey
    const { path, steps, gradient } = this.#here
    const [left, right, low, high] = bounds
    return {
      ground,
      losses: done < order.length ? coarse(losses, ground.size) : losses.slice(),
      bounds: [
        [left, right],
        [low, high],
      ],
      path: path.slice(),
      steps: steps.slice(),
      gradient: gradient.slice(),
      done: done / order.length,
      age: this.#stale(survey) ? Math.max(1, Math.abs(this.#run.step - step)) : 0,
    }
  }
}

/** Where two parameters stand; null for such that the network does not have, or that are one. */
function placesOf({ resolved: { sizes } }: Run, axes: readonly [Picked, Picked]): readonly [number, number] | null {
  if (!axes.every((axis) => exists(sizes, axis))) return null
  const [across, down] = axes.map((axis) => parameterOf(sizes, axis)) as [number, number]
  return across < 0 || down < 0 || across === down ? null : [across, down]
}

const flat = ([[left, right], [low, high]]: NonNullable<Ground['bounds']>): Survey['bounds'] => [left, right, low, high]

const alike = (one: Int32Array, other: Int32Array): boolean =>
  one.length === other.length && one.every((neuron) => other.includes(neuron))

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
