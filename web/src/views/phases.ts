/**
 * One update as a film. A moment is a number from 0 to END: its whole part is the phase, the rest how far that has come.
 * Everything here depends on the moment and the number of layers only.
 */

export const PHASES = ['forward', 'error', 'backward', 'update'] as const
export type Phase = (typeof PHASES)[number]
export const END = PHASES.length

/** How far a phase has come where it shows everything that it is about: what is seen without motion, and where steps lead. */
const STILLS = [0.97, 0.9, 0.97, 0.62] as const
/** Milliseconds of the phases: of the ways through the network, for each layer that is crossed and beforehand. */
const CROSSING = 620
const SETTING_OFF = 700
const LOOKING = 2200
const CHANGING = 3000

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
export function after(moment: number, millis: number, layers: number): number {
  const way = SETTING_OFF + CROSSING * (layers - 1)
  const lengths = [way, LOOKING, way, CHANGING]
  let [at, left] = [moment, Math.abs(millis)]
  while (left > 0) {
    const forth = millis > 0
    if (forth ? at >= END : at <= 0) break
    const index = forth ? Math.floor(at) : Math.ceil(at) - 1
    const room = Math.abs((forth ? index + 1 : index) - at) * lengths[index]!
    const taken = Math.min(left, room)
    at = taken === room ? (forth ? index + 1 : index) : at + (Math.sign(millis) * taken) / lengths[index]!
    left -= taken
  }
  return at
}

export const smooth = (share: number): number => {
  const t = Math.max(0, Math.min(1, share))
  return t * t * (3 - 2 * t)
}

/** The value at a moment between those of some moments, in their order. */
function between(keys: readonly (readonly [moment: number, value: number])[], moment: number): number {
  const next = keys.findIndex(([at]) => at >= moment)
  if (next < 0) return keys.at(-1)![1]
  const [at, value] = keys[next]!
  if (next === 0) return value
  const [before, from] = keys[next - 1]!
  return from + (value - from) * smooth((moment - before) / (at - before))
}

// prettier-ignore
const VEIL = [[0, 0], [0.2, 0.74], [1, 0.7], [1.25, 0.82], [2, 0.82], [2.2, 0.84], [3, 0.8], [3.25, 0.5], [3.7, 0.45], [4, 0]] as const
// prettier-ignore
const SIGNAL = [[0, 0], [0.02, 1], [1, 1], [1.3, 0.42], [2, 0.36], [2.3, 0.1], [3, 0.06], [3.2, 0], [4, 0]] as const
// prettier-ignore
const ERROR = [[1, 0], [1.3, 1], [3, 1], [3.3, 0.3], [3.7, 0.2], [3.95, 0]] as const
// prettier-ignore
const CHANGE = [[3, 0], [3.25, 1], [3.7, 1], [4, 0]] as const
// prettier-ignore
const CHANGED = [[3.2, 0], [3.75, 1]] as const

/** How far the ordinary picture stands back. */
export const veilAt = (moment: number): number => between(VEIL, moment)
/** How bright the signal is where it has been, the error where it has been, and the weights that change. */
export const signalAt = (moment: number): number => between(SIGNAL, moment)
export const errorAt = (moment: number): number => between(ERROR, moment)
export const changeAt = (moment: number): number => between(CHANGE, moment)
/** How far the weights are on their way from before to after the update. */
export const changedAt = (moment: number): number => between(CHANGED, moment)

/** Where the signal is: at layer 0, the inputs, soon after the beginning, and beyond the last layer at the end of its phase. */
export function signalFront(moment: number, layers: number): number {
  return -0.5 + (layers + 0.4) * Math.min(1, moment / STILLS[0])
}

/** Where the error is on its way back from the last layer. */
export function errorFront(moment: number, layers: number): number {
  return layers - 0.8 - (layers + 0.1) * Math.max(0, Math.min(1, (moment - 2) / STILLS[2]))
}

/** How much of a neuron's light is there when the signal is so far beyond its layer. */
export const arrived = (beyond: number): number => smooth((beyond + 0.06) / 0.4)
/** The flash when it arrives. */
export const flash = (beyond: number): number => Math.exp(-(((beyond - 0.16) / 0.2) ** 2))
