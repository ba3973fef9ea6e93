import { describe, expect, it } from 'vitest'
import { MANIFEST } from '../engine/generated/manifest'
import { DEFAULTS } from '../engine/generated/schema'
import { merge } from '../run/asked'
import type { Finding } from '../run/protocol'
import { check } from '../run/recipe'
import { beginsAnew, layerInWords, partOf, RULES, times, wording } from './findings'

const PLAN = { sizes: [2, 3, 4, 1], activations: ['tanh', 'relu', 'tanh'] }
const finding = (layer: number, ...evidence: number[]): Finding => ({ rule: 'dead_relus', layer, evidence })

describe('words', () => {
  it('a template gets its numbers and its layer', () => {
    const words = 'the {layer} has {0:count} of {1}, {2:percent}'
    expect(wording(words, finding(1, 12_345.4, 0.123456, 0.5), PLAN)).toBe('The layer 2 has 12,345 of 0.1235, 50 %')
    expect(wording('{0:percent} {1}', finding(0, 0.0123, -0.00001234), PLAN)).toBe('1.2 % −0.00001234')
    expect(wording('{layer}: {0}', finding(2, NaN, 0, 0), PLAN)).toBe('The output layer: beyond all numbers')
  })
  it('layers are counted from the first one after the inputs', () => {
    expect([0, 1, 2].map((layer) => layerInWords(PLAN, layer))).toEqual(['layer 1', 'layer 2', 'the output layer'])
    expect(layerInWords(PLAN, -1)).toBe('the network')
  })
})

it('every rule of the engine has its words, and every change is one that the page makes', () => {
  expect(new Set(Object.keys(RULES))).toEqual(new Set(MANIFEST.codes.rules))
  for (const { title, sentence, advice, change, button } of Object.values(RULES)) {
    for (const words of [title, sentence, advice]) expect(words).not.toBe('')
    for (const words of [sentence, advice]) expect(wording(words, finding(0, 1, 2, 3), PLAN)).not.toMatch(/[{}]/)
    expect(button === '').toBe(change === null)
    if (change === null) continue
    expect(Object.keys(change)).toHaveLength(1)
    expect(['set', 'factor', 'best', 'start', 'activation']).toContain(Object.keys(change)[0])
    if (beginsAnew(change)) expect(() => check(merge(DEFAULTS, partOf(change, finding(0), PLAN)))).not.toThrow()
    if ('set' in change) expect(() => check(merge(DEFAULTS, { training: change.set }))).not.toThrow()
  }
})

describe('changes', () => {
  it('an activation is that of the layer, or of all', () => {
    const change = { activation: 'leaky_relu' }
    expect(partOf(change, finding(1), PLAN)).toEqual({ network: { activation: ['tanh', 'leaky_relu'] } })
    expect(partOf(change, finding(-1), PLAN)).toEqual({ network: { activation: 'leaky_relu' } })
    expect(partOf(change, finding(2), PLAN)).toEqual({ network: { activation: 'leaky_relu' } })
    expect(partOf(change, finding(1), { activations: ['leaky_relu', 'relu', 'tanh'] })).toEqual({
      network: { activation: 'leaky_relu' },
    })
  })
  it('a rate times a factor has no noise', () => {
    expect([times(0.7, 0.1), times(0.03, 0.1), times(0.003, 10)]).toEqual([0.07, 0.003, 0.03])
  })
})
