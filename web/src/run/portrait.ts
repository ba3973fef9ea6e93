/** What the layers' weights, gradients and activations are like, now and at the moments of the run that are kept. */

import { MANIFEST } from '../engine/generated/manifest'
import { INTERVAL, Kept, once, TOLERANCE } from './kept'
import { someOf } from './moments'
import { SERIES, type LayerPortrait, type Portrait, type Spread } from './protocol'
import { settingsOf } from './recipe'
import { rehearse } from './rehearsal'
import type { Moment } from './run'
import { roomFor, sampleOf } from './sample'
import type { Scene } from './scene'

const { bins, quantiles: QUANTILES } = MANIFEST
const VITALS = MANIFEST.codes.vitals
/** Weights, gradients and activations. */
const KINDS = 3

/** As the engine writes it: three rows of quantiles and of counts for every layer, a row of vitals, one number per neuron. */
export type Vitals = {
  readonly quantiles: Float64Array
  readonly counts: Float64Array
  readonly vitals: Float64Array
  readonly quiet: Float64Array
}

export class Portraits {
  readonly #scene: Scene
  readonly #now = new Kept<Vitals>()
  #rows = new WeakMap<Moment, Float64Array>()
  #due = 0
  #missing = false

  constructor(scene: Scene) {
    this.#scene = scene
  }

  /** Something other than a step has changed the run; `data`: the examples, which moments before are seen with, too. */
  forget(data: boolean): void {
    this.#now.forget()
    if (data) this.#rows = new WeakMap()
  }

  /** Whether moments are missing from the series. */
  get unfinished(): boolean {
    return this.#missing
  }

  /** How the network is now; some frames ago, unless it has to be exact. */
  now(exact: boolean, millis: number): Vitals {
    return this.#now.get(this.#scene.run, '', exact, millis, () => once(() => this.#look(null)))
  }

  /** @param exact whether the run stands; then, too, what is missing of the series takes no longer than that */
  get(exact: boolean, millis: number): Portrait {
    const { resolved, snapshots } = this.#scene.run
    const now = this.now(exact, millis)
    const moments = someOf(snapshots)
    this.#catchUp(moments, exact, millis)
    const known = moments.filter((moment) => this.#rows.has(moment))
    const each = (resolved.sizes.length - 1) * SERIES
    const series = new Float64Array(known.length * each)
    for (const [index, moment] of known.entries()) series.set(this.#rows.get(moment)!, index * each)
    return {
      layers: resolved.activations.map((_, layer) => layerOf(now, layer)),
      quiet: this.#scene.shown.neurons(now.quiet, 1),
      steps: Float64Array.from(known, ({ step }) => step),
      series,
    }
  }

  /** Looks at moments that are not known yet, for so many milliseconds; while the run goes on, on average of all frames. */
  #catchUp(moments: readonly Moment[], standing: boolean, millis: number): void {
    const start = performance.now()
    if (!standing && start < this.#due) return
    let took = 0
    for (const moment of coarseFirst(moments)) {
      if (this.#rows.has(moment)) continue
      this.#rows.set(moment, rowsOf(this.#look(moment)))
      took = performance.now() - start
      if (took > millis) break
    }
    this.#missing = moments.some((moment) => !this.#rows.has(moment))
    this.#due = took > TOLERANCE * millis ? start + (took / Math.max(millis, 1)) * INTERVAL : 0
  }

  /** @param from the moment; null: now */
  #look(from: Moment | null): Vitals {
    const { run, neurons } = this.#scene
    const { engine, network, grads, resolved } = run
    const mark = engine.mark()
    const layers = resolved.activations.length
    const { x, y } = sampleOf(run)
    const count = x.shape[1]!
    const params = from === null ? network.params : engine.array('float64', from.params)
    // Moments with other examples have no next update here.
    const next = from === null || from.dataset === run.dataset ? rehearse(run, from).params : null
    const quantiles = engine.matrix('float64', KINDS * layers, QUANTILES)
    const counts = engine.matrix('float64', KINDS * layers, bins)
    const vitals = engine.matrix('float64', layers, VITALS.length)
    const quiet = engine.vector('float64', neurons)
    engine.call.portray({
      ...network,
      ...roomFor(run, count),
      params,
      muted: from === null ? network.muted : engine.array('int32', from.muted),
      settings: from === null ? run.settings : engine.array('float64', settingsOf(from.training, resolved)),
      x,
      y,
      before: next ?? params,
      grads,
      values: engine.vector('float64', longest(resolved.sizes, count)),
      quantiles,
      counts,
      vitals,
      quiet,
    })
    const found = { quantiles: quantiles.copy(), counts: counts.copy(), vitals: vitals.copy(), quiet: quiet.copy() }
    if (next === null) for (let layer = 0; layer < layers; layer += 1) found.vitals[vital(layer, 'ratio')] = NaN
    engine.release(mark)
    return found
  }
}

/** From the last one to the first, in long strides before short ones: soon something is known of all of the time. */
function* coarseFirst(moments: readonly Moment[]): Generator<Moment> {
  for (const stride of [16, 4, 1]) {
    for (let k = moments.length - 1; k >= 0; k -= stride) yield moments[k]!
  }
}

const vital = (layer: number, name: (typeof VITALS)[number]): number => layer * VITALS.length + VITALS.indexOf(name)

/** The longest list of numbers of a layer: its weights, or the activations of some examples. */
function longest(sizes: readonly number[], count: number): number {
  return Math.max(...sizes.slice(1).map((size, below) => size * Math.max(sizes[below]!, count)))
}

function layerOf(now: Vitals, layer: number): LayerPortrait {
  const [weights, gradients, activations] = [0, 1, 2].map((kind) => spreadOf(now, KINDS * layer + kind))
  const of = (name: (typeof VITALS)[number]): number => now.vitals[vital(layer, name)]!
  return {
    weights: weights!,
    gradients: gradients!,
    activations: activations!,
    saturated: of('saturated'),
    dead: of('dead'),
    gradient: of('gradient'),
    ratio: of('ratio'),
  }
}

function spreadOf({ quantiles, counts }: Vitals, row: number): Spread {
  const found = quantiles.slice(QUANTILES * row, QUANTILES * (row + 1))
  return {
    reach: Math.max(Math.abs(found[0]!), Math.abs(found.at(-1)!)),
    counts: counts.slice(bins * row, bins * (row + 1)),
    quantiles: found,
  }
}

/** A row of SERIES numbers for every layer. */
function rowsOf({ quantiles, vitals }: Vitals): Float64Array {
  const layers = vitals.length / VITALS.length
  const rows = new Float64Array(layers * SERIES)
  for (let layer = 0; layer < layers; layer += 1) {
    const spread = KINDS * QUANTILES
    rows.set(quantiles.subarray(layer * spread, (layer + 1) * spread), layer * SERIES)
    const last = (['saturated', 'dead', 'gradient', 'ratio'] as const).map((name) => vitals[vital(layer, name)]!)
    rows.set(last, layer * SERIES + spread)
  }
  return rows
}
