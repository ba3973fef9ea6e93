/** What there is to choose from: generators and their names, the values that sliders stop at. */

import { MANIFEST } from '../engine/generated/manifest'
import { GENERATORS, LIMITS } from '../engine/generated/schema'
import { InputError } from '../run/errors'
import { parse } from '../run/formula'
import { OWN_POINTS } from '../run/playback.svelte'
import { SHOWN_NEURONS, type Own, type Plan } from '../run/protocol'
import type { Slot } from '../views/geometry'
import { say } from './say'

export type Kind = Plan['kind']
export const KINDS = (['points', 'table', 'pixels', 'picture'] as const).map((value) => ({
  value,
  get text() {
    return say(value)
  },
}))

export const FORMULA = 'formula'
/** The data that come with neuroglow, in the order of the gallery. */
export const SOURCES: Readonly<Record<Kind, readonly string[]>> = {
  points: GENERATORS.map(({ name }) => name),
  table: ['iris', 'penguins', 'houses', 'ten-houses', 'rated-houses', 'xor-milo'],
  pixels: ['digits-5x5', 'digits-8x8'],
  picture: MANIFEST.codes.patterns,
}
export const MANY_CLASSES: ReadonlySet<string> = new Set(
  GENERATORS.flatMap(({ name, classes }) => (classes === null ? [name] : [])),
)
export const FORMULAS: readonly string[] = ['x2 > 3sin(x1)', 'x1*x2 > 4', 'sin(x1)*x2']

/** The kind of data that come with neuroglow. */
export const kindOf = (source: string): Kind =>
  KINDS.find(({ value }) => SOURCES[value].includes(source))?.value ?? 'points'

/** How many columns the data of a gallery have, points and pictures. */
export const columnsOf = (source: string): number => GENERATORS.find(({ name }) => name === source)?.columns.length ?? 2

/** Points to begin with, where one draws one's own. */
export const STARTER: Own = {
  kind: 'points',
  name: OWN_POINTS,
  columns: ['x1', 'x2'],
  classes: ['0', '1'],
  points: [
    [-3, 1, 0],
    [-2, -2, 0],
    [-1, 3, 0],
    [3, -1, 1],
    [2, 2, 1],
    [1, -3, 1],
  ],
}

/** Those that are told otherwise than by their names. */
const TITLED = [
  'circle',
  'xor',
  'gauss',
  'spiral',
  'moons',
  'checkerboard',
  'stripes',
  'blobs',
  'rings',
  'arms',
  'plane',
  'multi_gauss',
  'sine',
  'step',
  'sawtooth',
  'linear',
  'points',
  'formula',
  'xor-milo',
  'digits-5x5',
  'digits-8x8',
  'rose',
  'sunset',
  'swirl',
  'target',
  'mosaic',
  'flag',
] as const
const isTitled = (source: string): source is (typeof TITLED)[number] => (TITLED as readonly string[]).includes(source)

export const titleOf = (source: string): string =>
  isTitled(source) ? say(`title-${source}`) : source.replaceAll(/[_-]/g, ' ')

/** Whether RGBA pixels have so few colours that each can be a class. */
export function fewColours({ buffer, byteOffset, length }: Uint8ClampedArray): boolean {
  const colours = new Set<number>()
  for (const pixel of new Uint32Array(buffer, byteOffset, length / 4)) {
    if (colours.add(pixel).size > LIMITS.classes) return false
  }
  return colours.size > 1
}

/** Which class an example is of, behind its number: `: a 7`, `: cat`. */
export function classed(name: string | undefined): string {
  if (name === undefined) return ''
  return /^\d$/.test(name) ? say(name === '8' ? 'an-class' : 'a-class', name) : `: ${name}`
}

const oneTwoFive = (low: number, high: number): number[] => {
  const values: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const factor of [1, 2, 5]) values.push(Number(`${factor}e${power}`))
  }
  return values.filter((value) => low <= value && value <= high)
}

export const RATES = [...oneTwoFive(1e-5, 0.02), 0.03, ...oneTwoFive(0.05, 10)]
/** Sides that images are scaled to; null for their own, where these are small enough. */
export const SIDES = [null, 8, 16, 28, 32] as const
export const PENALTIES = oneTwoFive(1e-5, 1)
export const SAMPLES = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
export const batchSizes = (train: number): (number | 'full')[] => [
  ...oneTwoFive(1, 1000).filter((size) => size < train),
  'full',
]

/**
 * The input column: all columns, and of points, as in TensorFlow Playground, squares, the product and sines can be switched
 * on; and so can the formulas that were typed. Of a table only the columns that are on, since there may be many: the data
 * panel has the others. Where there is more than can be shown, what is on comes first. Pixels are drawn as one image
 * instead.
 */
export function slotsOf(plan: Plan, formulas: readonly string[]): Slot[] {
  const { dataColumns: columns, inputNames, kind } = plan
  if (kind === 'pixels') return []
  const given = new Set(columns)
  if (kind !== 'picture' && columns.length <= 2 && columns.every((column) => /^[A-Za-z_]\w*$/.test(column))) {
    for (const column of columns) given.add(`${column}^2`)
    if (columns.length === 2) given.add(columns.join('*'))
    for (const column of columns) given.add(`sin(${column})`)
  }
  const neurons = new Map(inputNames.map((name, neuron) => [name, neuron]))
  const typed = formulas.filter((formula) => program(formula, columns) !== null)
  const slots = [...new Set([...given, ...inputNames, ...typed])]
    .map((name): Slot => ({ name, neuron: neurons.get(name) ?? null, typed: !given.has(name) }))
    .filter(({ neuron, typed }) => neuron !== null || typed === true || kind !== 'table' || columns.length <= 2)
  if (slots.length <= SHOWN_NEURONS) return slots
  return [...slots.filter(({ neuron }) => neuron !== null), ...slots.filter(({ neuron }) => neuron === null)]
}

/** Why a text is no formula in these columns, in a sentence; undefined for one that is. */
export function refusal(text: string, columns: readonly string[]): string | undefined {
  try {
    parse(text, columns)
    return undefined
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

/** A formula that could be another input. */
export function suggestion({ kind, dataColumns, inputNames }: Plan): string {
  if (kind !== 'table') return kind === 'picture' ? 'sin(9x)' : `sin(3${dataColumns[0]})`
  const used = inputNames.find((name) => dataColumns.includes(name) && !name.includes('='))
  return `log(${used ?? dataColumns[0]})`
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

/** Where several runs stand side by side there is less room for each, and more of them are painted. */
const BESIDE = { map: 26, output: 72 }

/** How fine the maps can be without slowing the frames: pixels along a side. */
export function detail(plan: Plan, playing: boolean, runs = 1): { map: number; output: number } {
  const { map, output } = alone(plan, playing)
  if (runs < 2 || plan.columns.length < 2) return { map, output }
  return { map: Math.min(BESIDE.map, map), output: playing ? Math.min(BESIDE.output, output) : output }
}

function alone(plan: Plan, playing: boolean): { map: number; output: number } {
  if (plan.kind === 'pixels') return { map: 0, output: 0 }
  if (plan.columns.length === 1) return { map: 40, output: 240 }
  const neurons = plan.sizes.reduce((sum, size) => sum + size, 0)
  const drawn = plan.shown.reduce((sum, size) => sum + size, 0)
  const work = plan.parameters + ACTIVATION * neurons
  const map = Math.floor(Math.min(playing ? 36 : 44, Math.sqrt(MAP_WORK / work), TALLEST / drawn))
  if (plan.kind === 'picture') return { map: map < 6 ? 0 : map, output: 0 } // it is repainted instead
  const output = Math.floor(Math.min(playing ? 90 : 220, Math.sqrt((playing ? 1 : 4) * (OUTPUT_WORK / work))))
  return { map: map < 6 ? 0 : map, output: Math.max(16, output) }
}
