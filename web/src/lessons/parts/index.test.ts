import { describe, expect, it } from 'vitest'
import type { Block } from '../chapter'
import { COMPONENTS } from '../components'
import { DRAWN, namesIn, runOfFirst } from '.'

const part = (name: string, of: readonly Block[] = [], attributes = {}): Block => ({
  kind: 'part',
  name,
  attributes,
  of,
  line: 1,
})

describe('what draws the components', () => {
  it('is there for each of them', () => {
    expect(DRAWN).toEqual(Object.keys(COMPONENTS))
  })
})

describe('the components of a chapter', () => {
  it('are found wherever they stand', () => {
    const value = { kind: 'inline', name: 'value', attributes: {}, of: [], line: 1 } as const
    const blocks: readonly Block[] = [
      { kind: 'list', first: null, items: [{ checked: null, of: [{ kind: 'paragraph', of: [value] }] }] },
      { kind: 'table', align: [null], rows: [[[{ kind: 'strong', of: [{ ...value, name: 'other' }] }]]] },
      part('predict', [part('answer', [part('note')])]),
    ]
    expect([...namesIn(blocks)].sort()).toEqual(['answer', 'note', 'other', 'predict', 'value'])
  })

  it('begin with the run of the first live part', () => {
    expect(runOfFirst([part('note'), part('live', [], { run: 'price' }), part('live', [], { run: 'other' })])).toBe(
      'price',
    )
    expect(runOfFirst([part('note')])).toBeNull()
  })
})
