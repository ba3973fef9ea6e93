/** What there is to choose from: generators and their names, experiments, the values that sliders stop at. */

import { MANIFEST } from '../engine/generated/manifest'
import experiments from '../engine/generated/experiments.json'
import { parse } from '../run/formula'
import { SHOWN_NEURONS, type Plan } from '../run/protocol'
import type { Slot } from '../views/geometry'

export const GENERATORS: readonly string[] = MANIFEST.codes.datasets
export const MANY_CLASSES: ReadonlySet<string> = new Set(['blobs', 'rings', 'arms'])
export const EXPERIMENTS = experiments
export const FIRST = 'spiral'
/** The bundled tables. */
export const TABLES: readonly string[] = ['iris']

const TITLES: Readonly<Record<string, string>> = {
  circle: 'A disc in a ring',
  xor: 'Exclusive or',
  gauss: 'Two clouds',
  spiral: 'Two spirals',
  moons: 'Two moons',
  checkerboard: 'Checkerboard',
  stripes: 'Stripes',
  blobs: 'Clouds of several classes',
  rings: 'Rings of several classes',
  arms: 'Spiral arms of several classes',
  plane: 'Values on a tilted plane',
  multi_gauss: 'Hills and valleys',
  sine: 'A sine on a line',
  step: 'A jump on a line',
  sawtooth: 'A sawtooth on a line',
  linear: 'A scattered line',
}
export const titleOf = (source: string): string => TITLES[source] ?? source.replaceAll('_', ' ')

const oneTwoFive = (low: number, high: number): number[] => {
  const values: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const factor of [1, 2, 5]) values.push(Number(`${factor}e${power}`))
  }
  return values.filter((value) => low <= value && value <= high)
}

export const RATES = [...oneTwoFive(1e-5, 0.02), 0.03, ...oneTwoFive(0.05, 10)]
export const PENALTIES = oneTwoFive(1e-5, 1)
export const SAMPLES = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
export const batchSizes = (train: number): (number | 'full')[] => [
  ...oneTwoFive(1, 1000).filter((size) => size < train),
  'full',
]

/**
 * The input column: all columns, and as in TensorFlow Playground squares, the product and sines, can be switched on; and
 * so can the formulas that were typed. Where there is more than can be shown, what is on comes first.
 */
export function slotsOf(plan: Plan, formulas: readonly string[]): Slot[] {
  const { dataColumns: columns, inputNames } = plan
  const given = new Set(columns)
  if (columns.length <= 2 && columns.every((column) => /^[A-Za-z_]\w*$/.test(column))) {
    for (const column of columns) given.add(`${column}^2`)
    if (columns.length === 2) given.add(columns.join('*'))
    for (const column of columns) given.add(`sin(${column})`)
  }
  const neurons = new Map(inputNames.map((name, neuron) => [name, neuron]))
  const typed = formulas.filter((formula) => program(formula, columns) !== null)
  const slots = [...new Set([...given, ...inputNames, ...typed])].map((name): Slot => ({
    name,
    neuron: neurons.get(name) ?? null,
    typed: !given.has(name),
  }))
  if (slots.length <= SHOWN_NEURONS) return slots
  return [...slots.filter(({ neuron }) => neuron !== null), ...slots.filter(({ neuron }) => neuron === null)]
}

/** What a formula does, as a text to compare; null if it is none. */
export function program(formula: string, columns: readonly string[]): string | null {
  try {
    return JSON.stringify(parse(formula, columns))
  } catch {
    return null
  }
}

const MAP_WORK = 2.6e6
const OUTPUT_WORK = 6e6
/** An activation costs about as much as so many multiplications. */
const ACTIVATION = 15
/** A canvas is at most so many pixels high. */
const TALLEST = 16_000

/** How fine the maps can be without slowing the frames: pixels along a side. */
export function detail(plan: Plan, playing: boolean): { map: number; output: number } {
  if (plan.columns.length > 2) return { map: 0, output: 0 }
  if (plan.columns.length === 1) return { map: 40, output: 240 }
  const neurons = plan.sizes.reduce((sum, size) => sum + size, 0)
  const drawn = plan.shown.reduce((sum, size) => sum + size, 0)
  const work = plan.parameters + ACTIVATION * neurons
  const map = Math.floor(Math.min(playing ? 36 : 44, Math.sqrt(MAP_WORK / work), TALLEST / drawn))
  const output = Math.floor(Math.min(playing ? 90 : 220, Math.sqrt((playing ? 1 : 4) * (OUTPUT_WORK / work))))
  return { map: map < 6 ? 0 : map, output: Math.max(16, output) }
}
