import { describe, expect, it } from 'vitest'
import { coloured } from './python'

const CODE = 'import neuroglow as ng\n\nrun = ng.load("houses").start()  # 3 houses\nrun.edit(value=0.18, input=None)\n'

describe('Python in colours', () => {
  it('is all of the text', () => {
    expect(
      coloured(CODE)
        .map(([, piece]) => piece)
        .join(''),
    ).toBe(CODE)
  })

  it('knows keywords, texts, comments and numbers', () => {
    const of = (look: string): string[] => coloured(CODE).flatMap(([each, piece]) => (each === look ? [piece] : []))
    expect(of('keyword')).toEqual(['import', 'as', 'None'])
    expect(of('string')).toEqual(['"houses"'])
    expect(of('comment')).toEqual(['# 3 houses'])
    expect(of('number')).toEqual(['0.18'])
  })
})
