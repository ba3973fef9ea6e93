import { call } from '../engine/drawing'
import { STILLS } from '../engine/generated/drawing'

/**
 * One update as a film. A moment is a number from 0 to END: its whole part is the phase, the rest how far that has come.
 * Everything here depends on the moment and the number of layers only, and is the engine's: films ask it, too.
 */

export const PHASES = ['forward', 'error', 'backward', 'update'] as const
export type Phase = (typeof PHASES)[number]
export const END = PHASES.length

/** The phase that a moment is in, and how far that has come, 0 to 1; the end is that of the last one. */
export function phaseAt(moment: number): { readonly index: number; readonly phase: Phase; readonly share: number } {
  const index = Math.max(0, Math.min(END - 1, Math.floor(moment)))
  return { index, phase: PHASES[index]!, share: Math.max(0, Math.min(1, moment - index)) }
}

/** The moment that a phase is best looked at. */
export const stillOf = (index: number): number => index + STILLS[index]!

/** The next moment to stop at, END after the last one. */
export function nextStop(moment: number): number {
  const index = STILLS.findIndex((share, phase) => phase + share > moment + 1e-6)
  return index < 0 ? END : stillOf(index)
}

/** The moment to stop at before this one, 0 before the first one. */
export function previousStop(moment: number): number {
  const index = STILLS.findLastIndex((share, phase) => phase + share < moment - 1e-6)
  return index < 0 ? 0 : stillOf(index)
}

/** The moment so many milliseconds later, or earlier where they are negative; 0 and END are the last ones. */
export const after = (moment: number, millis: number, layers: number): number =>
  call('moment_after', { moment, millis, layers })

/** What shines how much at a moment. */
export type Light = {
  /** How far the ordinary picture stands back. */
  readonly veil: number
  /** How bright the signal is where it has been, the error where it has been, and the weights that change. */
  readonly signal: number
  readonly error: number
  readonly change: number
  /** How far the weights are on their way from before to after the update. */
  readonly changed: number
  /** Where the signal is, at layer 0 the inputs, and where the error is on its way back. */
  readonly front: number
  readonly back: number
  /** How far two rings around the outputs have grown, where that is between 0 and 1. */
  readonly rings: readonly [number, number]
  readonly layers: readonly LayerLight[]
}

export type LayerLight = {
  /** How much of its neurons' light is there, and the flash as it arrives. */
  readonly arrived: number
  readonly flash: number
  /** How much of the error has come back. */
  readonly returned: number
  /** How far its neurons stand back. */
  readonly dimmed: number
  /** How far the signal and the error have come along the lines into it, where that is between 0 and 1. */
  readonly sent: number
  readonly sentBack: number
}

/** @param layers the inputs among them */
export function lightAt(moment: number, layers: number): Light {
  const light = new Float64Array(9)
  const layerLight = new Float64Array(6 * layers)
  call('pass_at', { moment, light, layer_light: layerLight })
  const [veil, signal, error, change, changed, front, back, first, second] = light as unknown as Nine
  const of = (layer: number): LayerLight => {
    const [arrived, flash, returned, dimmed, sent, sentBack] = Array.from(
      { length: 6 },
      (_, row) => layerLight[row * layers + layer]!,
    ) as unknown as Six
    return { arrived, flash, returned, dimmed, sent, sentBack }
  }
  return {
    ...{ veil, signal, error, change, changed, front, back, rings: [first, second] },
    layers: Array.from({ length: layers }, (_, layer) => of(layer)),
  }
}
type Nine = [number, number, number, number, number, number, number, number, number]
type Six = [number, number, number, number, number, number]
