/** What draws each component, loaded when a chapter has it. */

import type { Component } from 'svelte'
import type { Block, Chapter, Inline } from '../chapter'
import { COMPONENTS, type Attributes, type Name } from '../components'

export type PartProps<Of extends Name> = { attributes: Attributes<Of>; of: readonly Block[] }
type Drawn = Component<{ attributes: never; of: readonly never[] }>

const FILES = import.meta.glob<{ readonly default: Drawn }>('./*.svelte')
const loaded = new Map<string, Drawn>()

/** `own-chapter` is drawn by `OwnChapter.svelte`. */
const fileOf = (name: string): string =>
  `./${name.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())}.svelte`

/** The components that have something to draw them. */
export const DRAWN: readonly string[] = Object.keys(COMPONENTS).filter((name) => fileOf(name) in FILES)

/** What draws this component; undefined before it is loaded. */
export const drawn = (name: string): Drawn | undefined => loaded.get(name)

/** Everything that draws a chapter, at once: nothing of it comes later and moves what is read. */
export async function load(chapter: Pick<Chapter, 'blocks'>): Promise<void> {
  const names = [...namesIn(chapter.blocks)].filter((name) => !loaded.has(name) && fileOf(name) in FILES)
  await Promise.all(
    names.map(async (name) => {
      loaded.set(name, (await FILES[fileOf(name)]!()).default)
    }),
  )
}

/** The names of all components in a tree. */
export function namesIn(of: readonly (Block | Inline)[], names = new Set<string>()): Set<string> {
  for (const each of of) {
    if (each.kind === 'part' || each.kind === 'inline') names.add(each.name)
    if (each.kind === 'list') for (const item of each.items) namesIn(item.of, names)
    else if (each.kind === 'table') for (const cell of each.rows.flat()) namesIn(cell, names)
    else if ('of' in each) namesIn(each.of, names)
  }
  return names
}

/** The run that the first live part shows; null where a chapter has none. */
export function runOfFirst(blocks: readonly Block[]): string | null {
  const first = blocks.find((block) => block.kind === 'part' && block.name === 'live')
  return first?.kind === 'part' ? String(first.attributes['run']) : null
}
