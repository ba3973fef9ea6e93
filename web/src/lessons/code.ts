/** The Python that makes a run of a chapter: the built-in experiment, what is changed of it, and what was done to it. */

import experiments from '../engine/generated/experiments.json'
import { DEFAULTS, SUGGESTED, type Experiment } from '../engine/generated/schema'
import { merge, type Asked } from '../run/asked'
import { thing } from '../run/log'
import type { Action, LogEntry, Own } from '../run/protocol'
import { repr } from '../run/repr'
import type { Setting } from './chapter'

/** Longer lines are broken. */
const WIDTH = 88
const SECTIONS = ['data', 'network', 'training'] as const
const TABLE_FILE = /^[\w-][\w. -]*\.(?:csv|tsv)$/i
const DIGITS = 4

type Saved = {
  readonly experiment: Experiment
  readonly log: readonly LogEntry[]
  readonly step: number
  readonly own?: Own
}
type Settings = Readonly<Record<string, unknown>>
/** What a run begins with: lines before it, what is loaded, and that one's recipe; and the recipe that it should be. */
type Beginning = {
  readonly before: readonly string[]
  readonly load: string
  readonly known: Experiment
  readonly wanted: Experiment
}

/**
 * Python that comes to exactly this run, and prints its step and its training loss.
 *
 * @param glow the run as it was saved
 * @param loss what will be printed, for a comment beside it
 */
export function python(setting: Pick<Setting, 'from'>, glow: string, loss: number | null = null): string {
  const saved = JSON.parse(glow) as Saved
  const done = saved.log.filter(([step]) => step <= saved.step)
  const begun = beginning(setting.from, saved)
  const told = loss === null ? '' : `  # ${saved.step} ${repr(loss)}`
  const end = `print(run.step, run.loss("train"))${told}`
  if (begun === null) {
    return [
      'import neuroglow as ng',
      '',
      'run = ng.load("run.glow").start()  # as the playground saves it',
      end,
      '',
    ].join('\n')
  }
  const { training, lines } = replay(done, saved)
  const wanted = { ...begun.wanted, training: { ...begun.wanted.training, ...training } }
  const start = started(begun.load, differences(begun.known, wanted))
  const imports = begun.before.length === 0 ? [] : ['from pathlib import Path', '']
  return [...imports, 'import neuroglow as ng', '', ...begun.before, start, ...lines, end, ''].join('\n')
}

/** null: with data that a few lines cannot hold. */
function beginning(from: string, { experiment, own }: Saved): Beginning | null {
  if (own === undefined) {
    const known = experiments.find(({ name }) => name === from)!.experiment as unknown as Experiment
    return { before: [], load: literal(from), known, wanted: experiment }
  }
  const drawn = own.kind === 'points' && !experiment.network.inputs.some((input) => input.startsWith('fourier'))
  const text = own.kind === 'table' ? own.text : drawn ? tableOf(own) : null
  if (text === null) return null
  const file = TABLE_FILE.test(own.name) ? own.name : 'table.csv'
  const data = { ...experiment.data, source: file }
  return {
    before: [`Path(${literal(file)}).write_text(${block(text)}, encoding="utf-8")`],
    load: literal(file),
    known: merge(merge(DEFAULTS, SUGGESTED.table as Asked) as Experiment, { data: { source: file } }) as Experiment,
    wanted: { ...experiment, data: own.kind === 'points' ? asTable(data, own.classes.length > 0) : data },
  }
}

/** Points as a table; null when some class has none, as a table would not know of it. */
function tableOf({ columns, classes, points }: Extract<Own, { readonly kind: 'points' }>): string | null {
  if (classes.some((_, place) => !points.some((point) => point.at(-1) === place))) return null
  const value = (number: number): string => (classes.length > 0 ? classes[number]! : String(number))
  const rows = points.map((point) => [...point.slice(0, -1).map(String), value(point.at(-1)!)])
  return [[...columns, 'y'], ...rows].map((row) => `${row.join(',')}\n`).join('')
}

/** What is settled by itself for points has to be said of a table. */
const asTable = (data: Experiment['data'], classes: boolean): Experiment['data'] => ({
  ...data,
  task: classes ? 'classification' : 'regression',
  standardize: data.standardize === 'auto' ? 'none' : data.standardize,
})

/** The fields that have other values, by their dotted names. */
function differences(known: Experiment, wanted: Experiment): [name: string, value: unknown][] {
  return SECTIONS.flatMap((section) => {
    const [before, after]: Settings[] = [known[section], wanted[section]]
    const changed = Object.keys(after!).filter((key) => JSON.stringify(before![key]) !== JSON.stringify(after![key]))
    return changed.map((key): [string, unknown] => [`${section}.${key}`, after![key]])
  })
}

function started(load: string, changes: readonly (readonly [string, unknown])[]): string {
  if (changes.length === 0) return `run = ng.load(${load}).start()`
  const items = changes.map(([name, value]) => `"${name}": ${literal(value)}`)
  const line = `run = ng.load(${load}).replace({${items.join(', ')}}).start()`
  if (line.length <= WIDTH) return line
  return [`run = ng.load(${load}).replace({`, ...items.map((item) => `    ${item},`), '}).start()'].join('\n')
}

/**
 * The lines that do what was done, with the steps between; and the settings that were chosen before the first of these,
 * which a run can as well begin with. (Not so the loss: what a recipe leaves open may depend on it.)
 */
function replay(log: readonly LogEntry[], { experiment, step: end }: Saved): { training: Settings; lines: string[] } {
  const state = new State(experiment.training)
  const training: Record<string, unknown> = {}
  const lines: string[] = []
  let now = 0
  const goTo = (step: number): void => {
    if (step > now) lines.push(`run.advance(steps=${whole(step - now)})`)
    now = step
  }
  for (const [step, actions] of moments(log)) {
    for (const action of gathered(actions)) {
      if (step === 0 && 'set' in action) {
        const { loss, ...others } = action.set
        Object.assign(training, others)
        state.changes({ set: others })
        if (loss === undefined) continue
      }
      if (!state.changes(action)) continue
      goTo(step)
      lines.push(call(state.news(action)))
    }
  }
  goTo(end)
  return { training, lines }
}

/** What was done at each step. */
function moments(log: readonly LogEntry[]): Map<number, Action[]> {
  const found = new Map<number, Action[]>()
  for (const [step, action] of log) found.set(step, [...(found.get(step) ?? []), action])
  return found
}

/** Of what was done at one step, only what is left of it: the last value of a weight, all settings together. */
function gathered(actions: readonly Action[]): Action[] {
  const left = new Map<unknown, Action>()
  for (const action of actions) {
    const key = 'points' in action ? action : 'set' in action ? 'set' : thing(action)
    const before = left.get(key)
    left.delete(key) // it goes to the end
    const both = before !== undefined && 'set' in before && 'set' in action
    left.set(key, both ? { set: { ...before.set, ...action.set } } : action)
  }
  return [...left.values()]
}

/** What is silent, frozen and set: whether an action changes anything about it. */
class State {
  readonly #known: Record<string, unknown>
  #news: Settings = {}

  constructor(training: Settings) {
    this.#known = { ...training }
  }

  changes(action: Action): boolean {
    if ('edit' in action || 'points' in action) return true
    const values: Settings =
      'set' in action ? action.set : { [thing(action)!]: 'mute' in action ? action.mute.muted : action.freeze.frozen }
    this.#news = Object.fromEntries(
      Object.entries(values).filter(([key, value]) => (this.#known[key] ?? false) !== value),
    )
    Object.assign(this.#known, this.#news)
    return Object.keys(this.#news).length > 0
  }

  /** The action without the settings that were so already, right after `changes`. */
  news(action: Action): Action {
    return 'set' in action ? { set: this.#news } : action
  }
}

function call(action: Action): string {
  if ('set' in action) return `run.set(${named(action.set)})`
  if ('edit' in action) return `run.edit(${named(action.edit)})`
  if ('points' in action) return `run.edit_points(${named(action.points)})`
  const said = ([name, values]: [string, Settings], flag: string): string => {
    const { [flag]: on, ...place } = values
    return `run.${name}(${named(on === true ? place : values)})`
  }
  return 'mute' in action ? said(['mute', action.mute], 'muted') : said(['freeze', action.freeze], 'frozen')
}

const named = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${literal(value)}`)
    .join(', ')

/** A value as Python writes it. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** 420_000 */
const whole = (value: number): string =>
  String(value).length > DIGITS ? String(value).replace(/\B(?=(?:\d{3})+$)/g, '_') : String(value)

/** A text of several lines. */
function block(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replace(/"(?=""|$)/g, '\\"')
    .replace(/[^\P{Cc}\n\t]|\p{Cs}|\ufeff/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `"""\\\n${escaped}"""`
}
