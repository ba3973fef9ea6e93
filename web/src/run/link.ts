/**
 * Links: a run in the text behind the # of an address, read and written; mirrors link.py, and docs/links.md says how.
 * It is loaded when there is a link to read or to write.
 */

import { DIGITS, PARTS, VERSION, VIEW } from '../engine/generated/links'
import { LIMITS, type Experiment } from '../engine/generated/schema'
import { InputError, thousands } from './errors'
import { checkEntry, isIndex } from './log'
import { checkOwn } from './own'
import { damaged, FIELD, pack, say, unknown, unpack } from './packing'
import type { LogEntry, Own, Picked, Start, StopRule } from './protocol'
import { check } from './recipe'
import { fits } from './shapes'
import { isPlain, longLog, longRecipe, shortLog, shortRecipe, type Plain } from './shorthand'
import { readPlayground } from './tfplayground'
import { secondsTo } from './toil'

/** What is looked at, and how: only what differs from the usual. Not all of it need exist in the run. */
export type View = {
  readonly picked?: Picked
  readonly tab?: 'Inspector' | 'Outline' | 'Layers' | 'Landscape' | 'Space' | 'Relief'
  readonly unit?: 'example' | 'batch' | 'epoch'
  /** A place in SPEEDS, or behind its end. */
  readonly speed?: number
  readonly stops?: readonly StopRule[]
  readonly testPoints?: boolean
  readonly discrete?: boolean
  readonly example?: number
  readonly answer?: 'predicted' | 'residuals'
  readonly errors?: 'lines' | 'squares'
  readonly across?: string
  readonly up?: string
  readonly held?: readonly number[]
}

export type Linked = {
  readonly start: Start
  readonly view: View
  /** Names of controls that are not shown; not all of them need exist. */
  readonly hide: readonly string[]
  /** Seconds that the way to its step takes, about, on an ordinary computer. */
  readonly work: number
}

/** What stands behind the # of an address, or all of it, without the blanks and stops that letters add to it. */
export const fragment = (text: string): string =>
  text
    .slice(text.indexOf('#') + 1)
    .replace(/[ \t\r\n]+/g, '')
    .replace(/[.,;:!?)]+$/, '')

/** What a fragment says, by name; of what is said twice the first. */
export function parameters(text: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  for (const part of text.split('&')) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    if (!said.has(name)) said.set(name, equals < 0 ? '' : part.slice(equals + 1))
  }
  return said
}

/** Refuses what is too long to be read. */
export function checkLength(text: string): void {
  const length = text.length > LIMITS.link && text.length <= 2 * LIMITS.link ? [...text].length : text.length
  if (length <= LIMITS.link) return
  throw new InputError(FIELD, say('too-long', thousands(LIMITS.link), thousands(length)))
}

/**
 * The run of a link: of a whole address, or of what follows its #; ours, or one of TensorFlow Playground's. null: it is
 * no link. Throws an InputError when it is damaged, from a later version, or asks for what there cannot be.
 */
export async function readLink(text: string): Promise<Linked | null> {
  const found = fragment(text)
  const said = parameters(found)
  const run = said.get('run')
  if (run === undefined) return readPlayground(text)
  checkLength(found)
  const [, version, packed] = /^([0-9]{1,9})\.(.*)$/s.exec(run) ?? []
  if (version === undefined || packed === undefined) throw damaged()
  if (Number(version) !== VERSION) {
    throw new InputError(FIELD, say('version', VERSION, thousands(Number(version))))
  }
  return { ...(await ofContent(await unpack(packed))), hide: hidden(said.get('hide') ?? '') }
}

/** The names of controls in a list; what cannot be one is left out. */
function hidden(text: string): string[] {
  const names = text.split(/,|%2C/i).filter((name) => /^[a-z][a-z0-9-]{0,39}$/.test(name))
  return [...new Set(names)]
}

/** The run of what a link unpacks to. */
async function ofContent(content: unknown): Promise<Omit<Linked, 'hide'>> {
  if (!isPlain(content)) throw damaged()
  for (const key of Object.keys(content)) if (!Object.hasOwn(PARTS, key)) throw unknown(key)
  const { s: step = 0, p: digest = '', v: view = {}, g: entries = [], o = null, r = {}, e = '' } = content
  if (!isIndex(step) || step > LIMITS.steps) throw unknown(step)
  if (typeof digest !== 'string' || !new RegExp(`^(?:[0-9a-f]{${DIGITS}})?$`).test(digest)) throw unknown(digest)
  checkView(view)
  let last = 0
  const log = longLog(entries).map((entry): LogEntry => {
    const checked = checkEntry(entry, last)
    last = checked[0]
    return checked
  })
  const recipe = await longRecipe(r, e)
  const own = o === null ? null : checkOwn(o)
  const experiment = check(recipe)
  const start = { experiment: recipe, own, log, step, ...(digest === '' ? {} : { digest }) }
  return { start, view: longView(view as Plain), work: secondsTo(step, experiment, own, log) }
}

/** Refuses a view with something that this version does not know. */
function checkView(view: unknown): void {
  if (!isPlain(view)) throw unknown(view)
  for (const [name, value] of Object.entries(view)) {
    if (!Object.hasOwn(VIEW, name) || !fits(VIEW[name]!, value)) throw unknown(name)
  }
}

type Short = { picked?: [number, number, ('bias' | number)?]; stops?: (readonly (string | number)[])[] }

/** A view in plain lists, as links hold it. */
function shortView({ picked, stops, ...rest }: View): Plain {
  const short: Short = {}
  if (picked !== undefined) {
    const { layer, neuron, part } = picked
    short.picked = part === 'neuron' ? [layer, neuron] : [layer, neuron, part]
  }
  if (stops !== undefined) {
    short.stops = stops.map((rule) =>
      'compare' in rule ? [rule.quantity, rule.compare, rule.value] : [rule.quantity, rule.value],
    )
  }
  return { ...short, ...rest }
}

function longView({ picked, stops, ...rest }: Short & Plain): View {
  const view: { picked?: Picked; stops?: readonly StopRule[] } = {}
  if (picked !== undefined) view.picked = { layer: picked[0], neuron: picked[1], part: picked[2] ?? 'neuron' }
  if (stops !== undefined) {
    view.stops = stops.map((rule) =>
      rule.length === 3
        ? { quantity: rule[0], compare: rule[1], value: rule[2] }
        : { quantity: rule[0], value: rule[1] },
    ) as unknown as readonly StopRule[]
  }
  return { ...view, ...rest }
}

type Saved = {
  readonly experiment: Experiment
  readonly log: readonly LogEntry[]
  readonly step: number
  readonly digest: string
  readonly own?: Own
}

/**
 * The link of a run, from its # on.
 *
 * @param glow the run as it is saved
 *
 * Throws an InputError when it would be too long: data of one's own go along, and may be too large.
 */
export async function writeLink(glow: string, view: View = {}, hide: readonly string[] = []): Promise<string> {
  const { experiment, log, step, digest, own } = JSON.parse(glow) as Saved
  const [recipe, example] = await shortRecipe(experiment)
  const content = {
    e: example,
    r: recipe,
    s: step,
    p: digest.slice(0, DIGITS),
    g: shortLog(log),
    v: shortView(view),
    o: own ?? {},
  }
  checkView(content.v)
  const said = Object.entries(content).filter(([, value]) =>
    typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value),
  )
  const names = hidden(hide.join(',')).join(',')
  const text = `run=${VERSION}.${await pack(Object.fromEntries(said))}${names === '' ? '' : `&hide=${names}`}`
  if (text.length <= LIMITS.link) return `#${text}`
  throw new InputError(FIELD, say('does-not-fit', thousands(LIMITS.link), thousands(text.length)))
}
