/** Links of TensorFlow Playground, as the equal experiments of neuroglow's; mirrors tfplayground.py, by its tables. */

import { PLAYGROUND } from '../engine/generated/links'
import { InputError } from './errors'
import { checkLength, fragment, type Linked } from './link'
import { checksum, FIELD, say } from './packing'
import { check } from './recipe'
import { secondsTo } from './toil'

type Said = ReadonlyMap<string, string>
type Names = Readonly<Record<string, string>>

const HOST = /^(?:https?:\/\/)?playground\.tensorflow\.org(?:[/#?]|$)/
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/
const HIDE = '_hide'

/**
 * The experiment of one of its links: of an address, or of what follows its #; null: it is none. Throws an InputError when
 * it asks for what there cannot be: a network without inputs, a billion neurons.
 */
export function readPlayground(text: string): Linked | null {
  const found = fragment(text)
  const atHome = HOST.test(text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))
  const said: Said = new Map(text.includes('#') || !atHome ? found.split('&').map(pair) : [])
  const names = [...said.keys()]
  const isKey = (name: string): boolean => (PLAYGROUND.keys as readonly string[]).includes(name)
  const known = names.filter((name) => found.includes(`${name}=`) && (isKey(name) || name.endsWith(HIDE)))
  if (!atHome && known.length < (text.includes('#') ? 1 : 2)) return null
  checkLength(found)
  const hidden = names
    .filter((name) => name.endsWith(HIDE) && said.get(name) === 'true')
    .map((name) => name.slice(0, -HIDE.length))
  const recipe = recipeOf(said, hidden)
  const view = {
    ...(flag(said, 'showTestData') ? {} : { testPoints: false }),
    ...(flag(said, 'discretize') ? { discrete: true } : {}),
  }
  const hide = [...new Set(hidden.map((name) => nameIn(PLAYGROUND.hideable, name)))].filter(
    (name) => name !== undefined,
  )
  return { start: { experiment: recipe }, view, hide, work: secondsTo(0, check(recipe), null, []) }
}

/** A name and its value, which ends at a second =; of what is said twice, the last counts. */
function pair(part: string): [name: string, value: string] {
  const [name = '', value = ''] = part.split('=')
  return [name, value]
}

const nameIn = (names: Names, key: string | undefined): string | undefined =>
  key !== undefined && Object.hasOwn(names, key) ? names[key] : undefined

/** The recipe of what a link says; what it does not say, or says in words of no meaning, is as on its page. */
function recipeOf(said: Said, hidden: readonly string[]): object {
  const task = said.get('problem') === 'regression' ? 'regression' : 'classification'
  const [key, sources] = task === 'regression' ? ['regDataset', PLAYGROUND.values] : ['dataset', PLAYGROUND.datasets]
  const source = nameIn(sources, said.get(key)) ?? Object.values(sources)[0]
  const share = (100 - number(said, 'percTrainData', 50)) / 100
  const chosen = PLAYGROUND.chosen as readonly string[]
  const inputs = Object.entries(PLAYGROUND.inputs)
    .filter(([name]) => flag(said, name, chosen.includes(name)) && !hidden.includes(name))
    .map(([, formula]) => formula)
  if (inputs.length === 0) {
    const names = Object.keys(PLAYGROUND.inputs).join(', ')
    throw new InputError(FIELD, say('no-input', names))
  }
  const seed = seedOf(said.get('seed') ?? '')
  const kind = nameIn(PLAYGROUND.penalties, said.get('regularization'))
  return {
    title: PLAYGROUND.title,
    data: { source, samples: PLAYGROUND.samples[task], noise: noiseOf(said), test: share, seed },
    network: {
      inputs,
      hidden: shapeOf(said.get('networkShape')),
      activation: nameIn(PLAYGROUND.activations, said.get('activation')) ?? 'tanh',
      init: flag(said, 'initZero') ? 'zeros' : 'uniform',
      seed,
    },
    training: {
      learning_rate: number(said, 'learningRate', 0.03),
      batch_size: number(said, 'batchSize', 10),
      order: share > 0 ? 'cyclic' : 'shuffle', // without a test nothing is shuffled beforehand
      seed,
      ...(kind === undefined ? {} : { [kind]: number(said, 'regularizationRate', 0) }),
    },
  }
}

/** Everything that is said is true, but for "false". */
function flag(said: Said, name: string, usual = false): boolean {
  const value = said.get(name) ?? ''
  return value === '' ? usual : value !== 'false'
}

/** A number in decimal digits; what is none is as usual. */
function number(said: Said, name: string, usual: number): number {
  const value = valueOf(said.get(name) ?? '')
  return Number.isNaN(value) ? usual : value
}

function valueOf(text: string): number {
  const value = NUMBER.test(text) ? Number(text) : NaN
  return Number.isFinite(value) ? value : NaN
}

/** As a share of 1, and as its page takes what is not from 0 to 80. */
function noiseOf(said: Said): number {
  const percent = number(said, 'noise', 0)
  return Math.max(0, percent > PLAYGROUND.most_noise ? 50 : percent) / 100
}

/** The hidden layers; none where a link says that there are none. */
function shapeOf(text: string | undefined): readonly number[] {
  if (text === undefined) return [4, 2]
  const sizes = text === '' ? [] : text.split(',').map(valueOf)
  return sizes.some(Number.isNaN) ? [4, 2] : sizes
}

/** A seed of ours for one of its: of 0.91979 the digits, of anything else a checksum, 0 of none. */
function seedOf(text: string): number {
  const digits = /^0\.([0-9]{1,9})$/.exec(text)?.[1]
  if (digits !== undefined) return Number(digits)
  if (text === '') return 0
  return new DataView(checksum(new TextEncoder().encode(text)).buffer).getUint32(0) & 0x7fffffff
}
