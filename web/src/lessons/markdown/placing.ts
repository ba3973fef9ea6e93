/** Which components may stand in which, and what has to be in them. */

import type { Block, Part } from '../chapter'
import { COMPONENTS, type Component, type Name } from '../components'

const TASKS = ['predict', 'challenge', 'compute']
/** Where hints stand. */
const HINTED = ['challenge', 'compute']

/** Stands for a component that is not known: anything may stand in it. */
export const UNKNOWN = '?'

/**
 * Why a component may not stand where it does, in a sentence; null where it may.
 *
 * @param around the components, lists and quotes that it stands in, from the outermost
 */
export function misplaced(name: Name, around: readonly string[]): string | null {
  const { within }: Component = COMPONENTS[name]
  const parent = around.at(-1)
  if (around.includes(UNKNOWN)) return null
  if (parent === 'list' || parent === 'quote') {
    return `expected ${name} outside of a ${parent}, got it within one: begin its line at the left, below an empty line`
  }
  const where = parent === undefined ? 'the chapter itself' : parent
  if (within === 'live' && parent !== 'live')
    return `expected ${name} within a live part, got it in ${where}: put it between :::live{...} and :::`
  if (within === 'predict' && parent !== 'predict')
    return `expected ${name} within predict, got it in ${where}: put it there`
  if (within === 'task' && !HINTED.includes(parent ?? '')) {
    return `expected ${name} within ${HINTED.join(' or ')}, got it in ${where}: put it there`
  }
  if (within !== 'chapter') return null
  if (around.includes('live'))
    return `expected ${name} outside of live parts, got it within one: close that with ::: before`
  const task = TASKS.includes(name) ? around.find((one) => TASKS.includes(one)) : undefined
  return task === undefined ? null : `expected ${name} in the chapter itself, got it within ${task}: close that before`
}

const named = (of: readonly Block[], name: string): Part[] =>
  of.flatMap((block) => (block.kind === 'part' && block.name === name ? [block] : []))

/** What is missing in a component, or too much, in sentences. */
export function checkContent({ name, attributes, of }: Part): string[] {
  if (name === 'predict') return checkPredict(attributes, of)
  if (name === 'live') return checkLive(of)
  const { form }: Component = COMPONENTS[name as Name]
  if (form !== 'container' || of.length > 0) return []
  return [`expected some text in ${name}, got none: write it above its :::`]
}

function checkLive(of: readonly Block[]): string[] {
  const parts = of.filter((block) => block.kind === 'part')
  if (parts.length === 0) return ['expected pictures or controls in live, got none: write ::output, for example']
  if (named(of, 'film').length > 0 && named(of, 'network').length === 0) {
    return ['expected the network of which film is, got none in the same live part: write ::network above it']
  }
  return []
}

function checkPredict({ number }: Part['attributes'], of: readonly Block[]): string[] {
  const found: string[] = []
  const answers = named(of, 'answer').length
  if (answers !== 1)
    found.push(`expected one :::answer in predict, got ${answers || 'none'}: write what is shown after the guess`)
  const lists = of.flatMap((block) =>
    block.kind === 'list' && block.items.some(({ checked }) => checked !== null) ? [block] : [],
  )
  const [list] = lists
  if (number !== undefined) {
    if (list !== undefined)
      found.push('expected a number or answers to choose from, got both: remove number=, or the list')
    return found
  }
  if (list === undefined) {
    return [
      ...found,
      'expected answers to choose from, or number=..., got neither: write them as - [ ] and the right one as - [x]',
    ]
  }
  if (lists.length > 1) found.push(`expected one list of answers in predict, got ${lists.length}: join them`)
  const right = list.items.filter(({ checked }) => checked === true).length
  if (right !== 1) found.push(`expected one right answer, - [x], got ${right || 'none'}: mark the one that is right`)
  if (list.items.length < 2) found.push('expected two answers or more, got one: add others')
  if (list.items.some(({ checked }) => checked === null)) {
    found.push('expected - [ ] or - [x] before each answer, got some without: mark all of them')
  }
  return found
}
