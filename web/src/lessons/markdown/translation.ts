/** A translation has other texts, and everything else as in its original. */

import { ChapterError, type Block, type Chapter, type Inline } from '../chapter'
import { COMPONENTS, type Component, type Name } from '../components'
import { quoted } from './problems'

/** A component or a heading, in a form to compare, and as it is called. */
type Mark = { readonly key: string; readonly called: string; readonly line: number | null }

/** Where a translation goes another way; of components the first such place. */
export function checkTranslation(original: Chapter, translation: Chapter, file: string): ChapterError[] {
  const errors: ChapterError[] = []
  const error = (line: number, sentence: string): void => void errors.push(new ChapterError(file, line, sentence))
  const names = new Set([...Object.keys(original.experiments), ...Object.keys(translation.experiments)])
  for (const name of names) {
    const [there, here] = [original, translation].map(({ experiments }) => JSON.stringify(untitled(experiments[name])))
    if (there !== here) error(1, `expected the run ${name} as in the original, got it different: copy it from there`)
  }
  const [theirs, ours] = [marksOf(original.blocks), marksOf(translation.blocks)]
  const first = theirs.findIndex(({ key }, index) => key !== ours[index]?.key)
  const index = first >= 0 ? first : theirs.length
  const [wanted, got] = [theirs[index], ours[index]]
  if (wanted !== undefined || got !== undefined) {
    const line = got?.line ?? ours.slice(0, index).findLast((mark) => mark.line !== null)?.line ?? 1
    const [expected, found] = [wanted?.called ?? 'no more', got?.called ?? 'nothing']
    error(line, `expected ${expected} as in the original, got ${found}: translate texts alone`)
  }
  return errors
}

/** Titles are texts too. */
function untitled(setting: Chapter['experiments'][string] | undefined): unknown {
  if (setting === undefined) return null
  const { from, changes, start } = setting
  return {
    from,
    changes: { ...changes, title: '' },
    start: { ...start, experiment: { ...(start.experiment as object), title: '' } },
  }
}

function marksOf(blocks: readonly (Block | Inline)[], above: number | null = null): Mark[] {
  return blocks.flatMap((block): Mark[] => {
    switch (block.kind) {
      case 'heading': {
        const called = `the heading {#${block.id}}`
        return [{ key: called, called, line: above }]
      }
      case 'list':
        return block.items.flatMap(({ checked, of }) => {
          const called = `an answer ${checked === true ? '- [x]' : '- [ ]'}`
          return [...(checked === null ? [] : [{ key: called, called, line: above }]), ...marksOf(of, above)]
        })
      case 'table':
        return block.rows.flatMap((row) => row.flatMap((cell) => marksOf(cell, above)))
      case 'part':
      case 'inline':
        return [markOf(block), ...marksOf(block.of, block.line)]
      default:
        return 'of' in block ? marksOf(block.of, above) : []
    }
  })
}

function markOf({ name, attributes, line }: Extract<Block | Inline, { kind: 'part' | 'inline' }>): Mark {
  const { attributes: kinds }: Component = COMPONENTS[name as Name]
  const same = Object.entries(attributes).filter(([key]) => kinds[key]!.kind !== 'text')
  const id = attributes['id']
  return {
    key: JSON.stringify([name, same]),
    called: typeof id === 'string' ? `${name} ${quoted(id)}` : `${name} with these attributes`,
    line,
  }
}
