import { describe, expect, it } from 'vitest'
import type { Finding } from '../run/protocol'
import { Calm, progress } from './calm'

const RULES = ['diverged', 'plateau', 'dead_relus']
const finding = (rule: string, layer = -1, evidence: readonly number[] = [1, 2, 3]): Finding => ({
  rule,
  layer,
  evidence,
})

describe('what is told', () => {
  it('is told at once while the run stands', () => {
    const calm = new Calm(RULES)
    const all = [finding('dead_relus', 1), finding('dead_relus', 0), finding('diverged')]
    expect(calm.take(all, 0, false)).toEqual([all[2], all[1], all[0]])
    expect(calm.take([all[0]!], 1, false)).toEqual([all[0]])
    expect(calm.take([], 2, false)).toEqual([])
  })

  it('has to hold for a moment while the run goes on', () => {
    const calm = new Calm(RULES)
    const plateau = finding('plateau')
    expect(calm.take([plateau], 0, true)).toEqual([])
    expect(calm.take([], 300, true)).toEqual([])
    for (let now = 400; now < 1000; now += 100) expect(calm.take([plateau], now, true)).toEqual([])
    expect(calm.take([plateau], 1100, true)).toEqual([plateau])
  })

  it('stays to be read, and its numbers stand for a moment', () => {
    const calm = new Calm(RULES)
    const at = (now: number): Finding => finding('plateau', -1, [now, 0, 0])
    let changes = 0
    let shown: readonly Finding[] = []
    for (let now = 0; now <= 6000; now += 50) {
      const next = calm.take([at(now)], now, true)
      if (next[0] !== shown[0]) changes += 1
      shown = next
    }
    expect(changes).toBeLessThan(6)
    expect(calm.take([], 7000, true)).toHaveLength(1)
    expect(calm.take([], 9000, true)).toHaveLength(0)
  })

  it('does not flicker where a rule holds in every other frame', () => {
    const calm = new Calm(RULES)
    for (let now = 0; now < 10_000; now += 16) {
      const shown = calm.take(
        now % 32 === 0 ? [finding('diverged')] : [finding('diverged'), finding('plateau')],
        now,
        true,
      )
      if (now > 800) expect(shown.map(({ rule }) => rule)[0]).toBe('diverged')
    }
  })

  it('is forgotten with the run', () => {
    const calm = new Calm(RULES)
    calm.take([finding('plateau')], 0, true)
    calm.take([finding('plateau')], 1000, true)
    calm.forget()
    expect(calm.take([], 1010, true)).toEqual([])
  })
})

describe('where nothing is wrong', () => {
  /** step, epoch, train loss, test loss. */
  const history = (rows: readonly (readonly number[])[]) => ({
    count: rows.length,
    at: (row: number, column: number) => rows[row]![column]!,
  })
  const rows = Array.from({ length: 31 }, (_, epoch) => [25 * epoch, epoch, 1 / (1 + epoch), 2 / (1 + epoch)])

  it('the losses are those of the history', () => {
    expect(progress(history(rows), { step: 760, epoch: 30 })).toBe(
      'Learning: the training loss fell from 0.0476 to 0.0323 in the last 10 epochs; the test loss from 0.0952 to 0.0645.',
    )
    expect(progress(history(rows), { step: 25, epoch: 1 })).toContain('from 1.0000 to 0.5000 in the last epoch;')
  })
  it('what lies ahead does not count', () => {
    expect(progress(history(rows), { step: 510, epoch: 20 })).toContain('from 0.0909 to 0.0476 in the last 10 epochs')
  })
  it('without test examples there is no test loss, and what rises has not been learned', () => {
    const rising = rows.map(([step, epoch]) => [step!, epoch!, epoch!, NaN])
    expect(progress(history(rising), { step: 750, epoch: 30 })).toBe(
      'The training loss went from 20.0000 to 30.0000 in the last 10 epochs.',
    )
  })
  it('nothing is said where there is nothing to say', () => {
    expect(progress(history(rows.slice(0, 1)), { step: 0, epoch: 0 })).toMatch(/^Nothing has been learned yet/)
    expect(progress(history(rows.slice(0, 1)), { step: 3, epoch: 0 })).toBe('The first epoch is under way.')
    const diverged = [...rows.slice(0, 2), [50, 2, NaN, NaN]]
    expect(progress(history(diverged), { step: 50, epoch: 2 })).toBe('')
  })
})
