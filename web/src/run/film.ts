/** The next update as a film: the example that is shown goes forward, its error comes back, the batch changes the weights. */

import type { Matrix, Vector } from './examples'
import { goThrough } from './inspection'
import { Kept, once } from './kept'
import type { Looked } from './looked'
import type { Film, Palette } from './protocol'
import { batchOf, rehearse } from './rehearsal'
import type { Scene } from './scene'

export class Films {
  readonly #scene: Scene
  readonly #kept = new Kept<Film>()

  constructor(scene: Scene) {
    this.#scene = scene
  }

  forget(): void {
    this.#kept.forget()
  }

  /** @param colours the same as `palette` */
  get(looked: Looked, colours: Palette, palette: Matrix, exact: boolean, millis: number): Film {
    const look = JSON.stringify([looked.index, [...looked.inputs], colours])
    const film = this.#kept.get(this.#scene.run, look, exact, millis, () =>
      once(() => filmOf(this.#scene, looked, palette)),
    )
    return structuredClone(film) // what goes to the page is gone here
  }
}

function filmOf(scene: Scene, looked: Looked, palette: Matrix): Film {
  const { run, shown, neurons } = scene
  const { engine, network, work, resolved } = run
  const mark = engine.mark()
  const inspection = goThrough(scene, looked)
  const errorGlow = engine.vector('float32', neurons)
  const [backGlow, changeGlow] = [0, 1].map(() => engine.vector('float32', resolved.parameters))
  const delta = work.delta.part(0, neurons)
  engine.call.encode_errors({ ...network, delta, neuron_glow: errorGlow, edge_glow: backGlow! })

  const rehearsal = rehearse(run, null)
  const { params: after, places } = rehearsal
  const gradients = shown.weights(run.grads.values)
  const { x, y } = batchOf(run, rehearsal)
  engine.call.encode_changes({ before: network.params, after, glow: changeGlow! })
  const params = shown.weights(after.values)
  const drawn = shown.whole ? after : engine.array('float64', params)
  const widths = engine.vector('float32', params.length)
  const colours = engine.vector('uint8', 4 * params.length)
  engine.call.encode_weights({ params: drawn, palette, widths, colours })
  const film = {
    inspection,
    errorGlow: shown.neurons(errorGlow.values, 1),
    backGlow: shown.weights(backGlow!.values),
    params,
    widths: widths.copy(),
    colours: new Uint8ClampedArray(colours.values),
    changeGlow: shown.weights(changeGlow!.values),
    gradients,
    batch: places.length,
    examples: Int32Array.from(places.values, (place) => scene.indexOf(place)),
    loss: { before: meanLoss(scene, network.params, x, y), after: meanLoss(scene, after, x, y) },
  }
  engine.release(mark)
  return film
}

/** The mean loss of these examples with these parameters. */
function meanLoss({ run }: Scene, params: Vector, x: Matrix, y: Matrix): number {
  const { engine, network, work, settings, targets } = run
  const result = engine.vector('float64', 2)
  engine.call.evaluate({ ...network, ...work, params, settings, targets, x, y, result })
  return result.values[0]!
}
