/** The signal of one place on its way through the network. */

import type { Matrix } from './examples'
import type { Looked } from './looked'
import type { Maps } from './maps'
import type { Probe } from './protocol'
import type { Scene } from './scene'

/** @param drawn the values of full colour, if maps are drawn */
export function probe(
  { run, shown, neurons, full }: Scene,
  maps: Maps,
  looked: Looked,
  drawn: Float64Array | null,
  palette: Matrix,
): Probe {
  const { engine, resolved, network, work } = run
  const { x, outputs } = run.answers(looked.columns, engine.vector('int32', 1))
  work.z.values.set(x.values) // what enters an input is what leaves it
  const a = work.a.part(0, neurons)
  const activations = engine.array('float64', a.values).asMatrix(neurons)
  // Where nothing is drawn over a plane, a neuron's own activation is all that there is to measure it by.
  const scales = drawn !== null && shown.whole ? engine.array('float64', drawn) : maps.scales(activations, full)
  const tiles = engine.vector('uint8', 4 * neurons)
  maps.centre(activations)
  engine.call.paint_maps({ values: activations, scales, palette, colours: tiles })
  const neuronGlow = engine.vector('float32', neurons)
  const edgeGlow = engine.vector('float32', resolved.parameters)
  engine.call.encode_signals({ ...network, a, scales, neuron_glow: neuronGlow, edge_glow: edgeGlow })
  return {
    inputs: looked.inputs,
    z: shown.neurons(work.z.values.subarray(0, neurons), 1),
    a: shown.neurons(a.values, 1),
    colours: new Uint8ClampedArray(shown.neurons(tiles.values, 4).buffer),
    neuronGlow: shown.neurons(neuronGlow.values, 1),
    edgeGlow: shown.weights(edgeGlow.values),
    answer: outputs.copy(),
  }
}
