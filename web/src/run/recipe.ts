/** The recipe: checked, completed by its defaults, and resolved for its data; mirrors experiment.py and plan.py. */

import { MANIFEST } from '../engine/generated/manifest'
import {
  DEFAULT_EPS,
  DEFAULTS,
  FITTING_LOSSES,
  FROM_ZERO,
  LIMITS,
  OCTAVES,
  OUTPUTS,
  RULES,
  type Experiment,
  type Rule,
  type Training,
} from '../engine/generated/schema'
import type { Dataset } from './dataset'
import { heldOut } from './points'
import { InputError, shown, thousands } from './errors'
import { parse, type Program } from './formula'
import type { Problem } from './protocol'

const SECTIONS = ['data', 'network', 'training'] as const
const rules: Readonly<Record<string, Rule>> = RULES

type Plain = Record<string, unknown>

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Everything that is wrong with a recipe in plain values (as JSON gives it), field by field. */
export function problems(recipe: unknown): Problem[] {
  if (!isPlain(recipe)) {
    return [
      {
        field: '',
        message: `expected a recipe with data, network and training, got ${shown(recipe)}: see the examples`,
      },
    ]
  }
  const results: (Problem | null)[] = []
  for (const [name, value] of Object.entries(recipe)) {
    if (!isSection(name)) results.push(problemOf(name, value))
    else if (!isPlain(value)) {
      results.push({
        field: name,
        message: `expected a table of settings, got ${shown(value)}: write [${name}] above them`,
      })
    } else for (const [key, item] of Object.entries(value)) results.push(problemOf(`${name}.${key}`, item))
  }
  const found = results.filter((problem) => problem !== null)
  if (found.length === 0) {
    const { hidden, activation } = complete(recipe).network
    if (typeof activation !== 'string' && activation.length !== hidden.length) {
      const message =
        `expected one activation, or one for each of the ${hidden.length} hidden layers, ` +
        `got ${activation.length}: add or remove some`
      found.push({ field: 'network.activation', message })
    }
  }
  return found
}

/** The recipe with its defaults. Throws an InputError for the first thing that is wrong with it. */
export function check(recipe: unknown): Experiment {
  const [first] = problems(recipe)
  if (first !== undefined) throw new InputError(first.field, first.message)
  return complete(recipe as Plain)
}

/** Training settings, as `set` gets them. Throws an InputError for the first that does not fit. */
export function checkSettings(settings: unknown): Partial<Training> {
  if (!isPlain(settings)) throw new InputError('training', `expected settings by name, got ${shown(settings)}`)
  for (const [key, value] of Object.entries(settings)) {
    const problem = problemOf(`training.${key}`, value)
    if (problem !== null) throw new InputError(problem.field, problem.message)
  }
  return settings
}

function complete(recipe: Plain): Experiment {
  const sections = SECTIONS.map((section) => [
    section,
    { ...DEFAULTS[section], ...(recipe[section] as Plain | undefined) },
  ])
  return { ...DEFAULTS, ...recipe, ...Object.fromEntries(sections) } as Experiment
}

const isSection = (name: string): boolean => (SECTIONS as readonly string[]).includes(name)

function problemOf(key: string, value: unknown): Problem | null {
  const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
  if (rule === undefined) return unknown(key)
  if (fits(rule, value)) return null
  const action = rule.kind === 'choice' || rule.kind === 'choices' ? 'choose one of these' : 'choose a value that fits'
  return { field: key, message: `expected ${expected(rule)}, got ${shown(misfit(rule, value))}: ${action}` }
}

function unknown(key: string): Problem {
  const dot = key.indexOf('.')
  const section = dot >= 0 && isSection(key.slice(0, dot)) ? key.slice(0, dot) : ''
  const name = section === '' ? key : key.slice(dot + 1)
  const known =
    section === ''
      ? [...Object.keys(rules).filter((field) => !field.includes('.')), ...SECTIONS]
      : Object.keys(rules).flatMap((field) =>
          field.startsWith(`${section}.`) ? [field.slice(section.length + 1)] : [],
        )
  const message = `expected one of the fields ${known.join(', ')}, got ${shown(name)}: correct or remove it`
  return { field: key.slice(0, LIMITS.text), message }
}

/** What fits a rule, in words. */
function expected(rule: Rule): string {
  const { kind, low = 0, high = 0, longest = 0, choices = [] } = rule
  const span = `from ${shown(low)} to ${shown(high)}`
  const names = choices.join(', ')
  return {
    number: `a number ${span}`,
    whole: `a whole number ${span}`,
    text: `a text of at most ${thousands(longest)} characters`,
    choice: `one of ${names}`,
    flag: 'true or false',
    size: `a whole number ${span} or "full"`,
    numbers: `a list of at most ${longest} numbers ${span}`,
    wholes: `a list of at most ${longest} whole numbers ${span}`,
    texts: `a list of at most ${thousands(longest)} texts`,
    choices: `one of ${names}, or a list of at most ${longest} of them`,
  }[kind]
}

/** Whether a plain value has the right type and range. */
export function fits(rule: Rule, value: unknown): boolean {
  const { kind, low = 0, high = 0, longest = 0, choices = [] } = rule
  const within = (item: unknown): boolean => typeof item === 'number' && low <= item && item <= high
  const among = (item: unknown): boolean => typeof item === 'string' && choices.includes(item)
  switch (kind) {
    case 'number':
      return within(value)
    case 'whole':
      return Number.isInteger(value) && within(value)
    case 'size':
      return value === 'full' || (Number.isInteger(value) && within(value))
    case 'text':
      return isText(value, longest)
    case 'choice':
      return among(value)
    case 'flag':
      return typeof value === 'boolean'
  }
  if (kind === 'choices' && typeof value === 'string') return among(value)
  if (!Array.isArray(value) || value.length > longest) return false
  if (kind === 'numbers') return value.every(within)
  if (kind === 'wholes') return value.every((item) => Number.isInteger(item) && within(item))
  if (kind === 'texts') return value.every((item) => isText(item, LIMITS.text))
  return value.every(among)
}

/** Characters are counted as Python counts them. */
function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && (value.length <= longest || [...value].length <= longest)
}

/** The item that does not fit, when it is one of a list. */
function misfit(rule: Rule, value: unknown): unknown {
  if (!Array.isArray(value) || value.length > (rule.longest ?? 0)) return value
  if (!['numbers', 'wholes', 'texts', 'choices'].includes(rule.kind)) return value
  return value.find((item) => !fits(rule, [item])) as unknown
}

/** One input of the network: a formula in the columns of the dataset. */
export type Input = { readonly name: string; readonly program: Program }

/** A recipe with everything settled. */
export type Resolved = {
  readonly experiment: Experiment
  /** Of the dataset. */
  readonly kind: Dataset['kind']
  readonly sizes: readonly number[]
  readonly activations: readonly string[]
  readonly inputs: readonly Input[]
  /** The targets' names, or the classes' where each has an output of its own. */
  readonly outputs: readonly string[]
  /** One of the engine's tasks. */
  readonly task: string
  /** What an output should be for an example that is not, or is, of its class. */
  readonly low: number
  readonly high: number
  readonly scaleInputs: boolean
  readonly scaleTargets: boolean
  /** How many examples are for training and for the test; the pixels of a picture beyond these are never seen. */
  readonly train: number
  readonly test: number
  readonly parameters: number
}

/** Settles every "auto" of a checked recipe for its data. Throws an InputError for what does not fit together. */
export function resolve(experiment: Experiment, dataset: Dataset): Resolved {
  const { data, network, training } = experiment
  const output = settleOutput(dataset, network.output, training.loss)
  const loss = settleLoss(dataset.task, output, training.loss)
  const many = dataset.classes.length > 2 || output === 'softmax' // each class has an output of its own
  const [low, high] = settleLevels(data.levels, dataset.task, output, !many)
  checkLevels(loss, low, high)
  const inputs = expand(network.inputs.length === 0 ? dataset.columns : network.inputs, dataset)
  const outputs = many ? dataset.classes : dataset.targets
  const sizes = [inputs.length, ...network.hidden, outputs.length]
  const { activation } = network
  const hidden = typeof activation === 'string' ? network.hidden.map(() => activation) : activation
  const parameters = sizes.slice(1).reduce((sum, size, layer) => sum + (sizes[layer]! + 1) * size, 0)
  if (parameters > LIMITS.parameters) {
    throw new InputError(
      'network.hidden',
      `expected at most ${thousands(LIMITS.parameters)} weights and biases, got ${shown(parameters)}: use fewer layers or neurons`,
    )
  }
  const used = dataset.kind === 'picture' ? Math.min(data.samples, dataset.rows) : dataset.rows
  const most = dataset.kind === 'pixels' ? LIMITS.pixels : LIMITS.numbers
  if (inputs.length * used > most) {
    throw new InputError(
      'network.inputs',
      `expected at most ${thousands(most)} numbers (examples times inputs), ` +
        `got ${thousands(inputs.length * used)}: choose fewer inputs`,
    )
  }
  const test = dataset.split === undefined ? heldOut(used, data.test) : dataset.split[1].length
  checkRoom(sizes, training, used - test)
  const regression = dataset.task === 'regression'
  const standardize = data.standardize !== 'auto' ? data.standardize : dataset.kind === 'table' ? 'all' : 'none'
  return {
    experiment: {
      ...experiment,
      data: { ...data, task: dataset.task, standardize },
      network: { ...network, inputs: inputs.map(({ name }) => name), activation: hidden, output },
      training: { ...training, loss },
    },
    kind: dataset.kind,
    sizes,
    activations: [...hidden, output],
    inputs,
    outputs,
    task: regression ? 'regression' : many ? 'classes' : isFromZero(output) ? 'unsigned' : 'signed',
    low,
    high,
    scaleInputs: standardize === 'all' || standardize === 'inputs',
    scaleTargets: standardize === 'all' && regression,
    train: used - test,
    test,
    parameters,
  }
}

type Task = 'regression' | 'classification'

const isFromZero = (output: string): boolean => (FROM_ZERO as readonly string[]).includes(output)

function settleOutput({ task, kind, classes }: Dataset, output: string, loss: string): string {
  if (output === 'auto') {
    if (task === 'regression') return kind === 'picture' ? 'sigmoid' : 'identity' // colours are from 0 to 1
    if (loss === 'bce') return 'sigmoid'
    if (loss === 'cross_entropy' || (loss === 'auto' && classes.length > 2)) return 'softmax'
    return 'tanh'
  }
  const fitting: readonly string[] = OUTPUTS[task]
  if (!fitting.includes(output)) {
    throw new InputError(
      'network.output',
      `expected one of ${fitting.join(', ')} for ${task}, got ${output}: choose one of these`,
    )
  }
  return output
}

/** The losses that fit a task and an output activation. */
export function fittingLosses(task: Task, output: string): readonly string[] {
  const table: Readonly<Record<string, readonly string[]>> = FITTING_LOSSES[task]
  return table[output] ?? []
}

function settleLoss(task: Task, output: string, loss: string): string {
  const fitting = fittingLosses(task, output)
  if (loss === 'auto') {
    return task === 'classification' && (output === 'sigmoid' || output === 'softmax') ? fitting[0]! : 'half_sse'
  }
  if (!fitting.includes(loss)) {
    const other = Object.entries(FITTING_LOSSES[task]).flatMap(([name, losses]) =>
      (losses as readonly string[]).includes(loss) ? [name] : [],
    )
    const those = fitting.length === 1 ? 'it' : 'one of these'
    const advice = other.length > 0 ? `, or network.output to ${oneOf(other)}` : ''
    throw new InputError(
      'training.loss',
      `expected ${oneOf(fitting)} for ${task} with ${output} outputs, got ${loss}: set training.loss to ${those}${advice}`,
    )
  }
  return loss
}

/** What an output should be for an example that is not, and that is, of its class: as asked for, or as suits it. */
function settleLevels(levels: readonly number[], task: Task, output: string, one: boolean): readonly [number, number] {
  const [low, high] = levels
  if (low === undefined) return [isFromZero(output) ? 0 : -1, 1]
  const refused = (expected: string, advice: string): InputError =>
    new InputError('data.levels', `expected ${expected}, got [${levels.map(shown).join(', ')}]: ${advice}`)
  const threshold = isFromZero(output) ? 0.5 : 0
  if (task === 'regression') throw refused('no levels for regression', 'leave them empty')
  if (output === 'softmax') throw refused('no levels for softmax outputs, whose sum is 1', 'leave them empty')
  if (high === undefined || low >= high) throw refused('two levels, the lower one first', 'write them as [0, 1]')
  if (one && !(low < threshold && threshold < high)) {
    const where = `where the answer of ${output} outputs changes`
    throw refused(`levels below and above ${shown(threshold)}, ${where}`, 'choose such')
  }
  return [low, high]
}

/** Refuses targets that the loss is not made for. */
function checkLevels(loss: string, low: number, high: number): void {
  if (loss !== 'bce' || (low >= 0 && high <= 1)) return
  throw new InputError(
    'data.levels',
    `expected levels from 0 to 1 for bce, got [${shown(low)}, ${shown(high)}]: change data.levels or training.loss`,
  )
}

/** Names to choose from, as messages list them. */
function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `one of ${names.join(', ')}`
}

/** Refuses batches that need too much memory. */
export function checkRoom(sizes: readonly number[], training: Training, train: number): void {
  const room = sizes.reduce((sum, size) => sum + size, 0) * batchRoom(training, train)
  if (room > LIMITS.work) {
    throw new InputError(
      'training.batch_size',
      `expected at most ${thousands(LIMITS.work)} neurons times examples in a batch, got ${thousands(room)}: ` +
        'use smaller batches or fewer neurons',
    )
  }
}

/** The number of examples that have to find room at once. */
export function batchRoom(training: Training, train: number): number {
  return Math.max(batchOf(training, train), MANIFEST.block)
}

export function batchOf(training: Training, train: number): number {
  return training.batch_size === 'full' ? train : Math.min(training.batch_size, train)
}

/** The inputs by their formulas; a text column's name, and fourier(k), stand for all of their own. */
function expand(names: readonly string[], dataset: Dataset): Input[] {
  const found = new Map<string, Input>()
  for (const name of names.flatMap((part) => dataset.groups.get(part) ?? fourier(part, dataset) ?? [part])) {
    const program = parse(name, dataset.columns, 'network.inputs')
    if (found.has(name)) {
      throw new InputError('network.inputs', `expected different inputs, got ${shown(name)} twice: remove one`)
    }
    found.set(name, { name, program })
  }
  if (found.size > LIMITS.neurons) {
    throw new InputError(
      'network.inputs',
      `expected at most ${thousands(LIMITS.neurons)} inputs, got ${thousands(found.size)}: choose fewer`,
    )
  }
  return [...found.values()]
}

const FOURIER = new RegExp(`^fourier\\(([1-${OCTAVES}])\\)$`)

/**
 * The inputs that fourier(k) stands for: sines and cosines of each column at k octaves; null for another name.
 *
 * sin(2^i pi c) and cos(2^i pi c), i < k, with the column c scaled to -1..1: the positional encoding of Mildenhall et al.
 * 2020 (NeRF), equation 4. Throws an InputError where k is not from 1 to OCTAVES, and for other kinds of data.
 */
function fourier(name: string, { columns, kind }: Dataset): string[] | null {
  if (columns.includes(name) || !name.startsWith('fourier(')) return null
  if (kind !== 'points' && kind !== 'picture') {
    throw new InputError(
      'network.inputs',
      `expected ${shown(name)} for points and pictures only, got data of the kind ${kind}: choose other inputs`,
    )
  }
  const octaves = FOURIER.exec(name)?.[1]
  if (octaves === undefined) {
    throw new InputError(
      'network.inputs',
      `expected fourier(1) to fourier(${OCTAVES}), got ${shown(name)}: write the number of octaves`,
    )
  }
  const half = kind === 'points' ? '/6' : '' // of the domain
  return Array.from({ length: Number(octaves) }, (_, octave) => (octave === 0 ? 'pi' : `${2 ** octave}pi`)).flatMap(
    (factor) => columns.flatMap((column) => ['sin', 'cos'].map((wave) => `${wave}(${factor}*${column}${half})`)),
  )
}

const { codes } = MANIFEST
const code = (registry: readonly string[], name: string): number => registry.indexOf(name)

/** What the user chose for training, as numbers in the order of the engine's settings. */
export function settingsOf(training: Training, resolved: Resolved): number[] {
  const output = resolved.activations.at(-1)!
  const loss = settleLoss(resolved.task === 'regression' ? 'regression' : 'classification', output, training.loss)
  checkLevels(loss, resolved.low, resolved.high)
  const eps: Readonly<Record<string, number>> = DEFAULT_EPS
  const values: Readonly<Record<string, unknown>> = {
    ...training,
    loss: code(codes.losses, loss),
    optimizer: code(codes.optimizers, training.optimizer),
    order: code(codes.orders, training.order),
    batch_size: batchOf(training, resolved.train),
    eps: training.eps >= 0 ? training.eps : (eps[training.optimizer] ?? 1e-8),
    task: code(codes.tasks, resolved.task),
  }
  return codes.settings.map((name) => Number(values[name]))
}

/** Activations and initialiser as the engine counts them. */
export function codesOf({ activations, experiment }: Resolved): { activations: number[]; init: number } {
  return {
    activations: activations.map((name) => code(codes.activations, name)),
    init: code(codes.initializers, experiment.network.init),
  }
}
