/** The playback with the worker's session behind it: what the page does, but for what is drawn. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Client } from './client'
import { Playback } from './playback.svelte'
import type { Numbered, Reply, Request } from './protocol'
import { Session } from './session'
import { FASTEST } from './tempo'
import { module, PALETTE } from './testing'

const compiled = module()
const SMALL = { data: { samples: 60 }, network: { hidden: [3] } }

/** A worker in the same thread, which copies what is sent. */
class Near {
  onmessage: ((event: { data: Numbered<Reply> }) => void) | null = null
  onerror: unknown = null
  readonly asked: string[] = []
  readonly #session = new Session(compiled)

  postMessage({ id, ...request }: Numbered<Request>): void {
    this.asked.push(request.type)
    const sent = structuredClone(request) as Exclude<Request, { type: 'load' }>
    setTimeout(async () => {
      const reply = await this.#session.answer(sent)
      setTimeout(() => this.onmessage!({ data: structuredClone({ ...reply, id }) }))
    })
  }
}

let frames: FrameRequestCallback[] = []
const draw = (): void => {
  for (const callback of frames.splice(0)) callback(performance.now())
}
const wait = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))
async function rest(rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await wait()
    draw()
  }
}
/** While the screen goes on. */
async function during<Value>(action: Promise<Value>): Promise<Value> {
  const screen = setInterval(draw, 1)
  try {
    return await action
  } finally {
    clearInterval(screen)
  }
}

let worker: Near
let playback: Playback
beforeEach(async () => {
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  worker = new Near()
  playback = new Playback(Promise.resolve(new Client(worker as unknown as Worker)), PALETTE)
  await during(playback.start({ experiment: SMALL }))
  await rest()
})
afterEach(async () => {
  playback.pause()
  await rest()
  frames = []
  vi.unstubAllGlobals()
})

const weight = (value: number) => ({ layer: 0, neuron: 0, input: 0, value })
const at = (): number => playback.frame!.step

test('steps and ways back end when their frame is shown', async () => {
  await during(playback.step('batch'))
  expect(at()).toBe(1)
  await during(playback.step('epoch'))
  expect([at(), playback.frame!.epoch]).toEqual([3, 1])
  await during(playback.back('batch'))
  expect(at()).toBe(2)
  await during(playback.step('example'))
  expect(playback.example).toMatchObject({ position: 0 })
  await during(playback.back('example'))
  expect([at(), playback.example]).toEqual([2, null])
  await during(playback.back('epoch'))
  expect([at(), playback.frame!.furthest, playback.history.count]).toEqual([0, 3, 2])
})

test('a weight that is dragged leaves one change, which can be undone and redone', async () => {
  const dragged = Array.from({ length: 30 }, async (_, place) => playback.editWeight(weight(place / 10)))
  await during(Promise.all(dragged))
  expect(playback.frame!.params[0]).toBe(2.9)
  expect(worker.asked.filter((type) => type === 'edit').length).toBeLessThan(4)
  expect(playback.changes).toEqual([{ step: 0, action: { edit: weight(2.9) } }])
  await during(playback.undo())
  expect([playback.changes.length, playback.frame!.taking]).toEqual([0, { taken: 0, undo: false, redo: true }])
  await during(playback.redo())
  expect(playback.frame!.params[0]).toBe(2.9)
})

test('what is refused is explained where it was asked for', async () => {
  await during(playback.editWeight(weight(Infinity)))
  expect(playback.problem?.field).toBe('edit')
  await during(playback.editWeight(weight(1e308)))
  expect(playback.problem?.message).toMatch(/a finite number of at most/)
  await during(playback.mute(1, 0, true))
  expect(playback.problem?.field).toBe('mute')
  await during(playback.freeze(7, true))
  expect(playback.problem?.field).toBe('freeze')
  await during(playback.back('batch'))
  expect(playback.problem?.field).toBe('step')
  await during(playback.setStops([{ quantity: 'epoch', value: -1 }]))
  expect([playback.problem?.field, playback.stops]).toEqual(['stops', []])
  await during(playback.undo())
  expect(playback.problem?.message).toMatch(/a change to undo, got none/)
})

test('settings that are undone are those that the controls show', async () => {
  await during(playback.set({ learning_rate: 0.5 }))
  expect([playback.recipe!.training.learning_rate, playback.asked.training?.learning_rate]).toEqual([0.5, 0.5])
  await during(playback.undo())
  expect([playback.recipe!.training.learning_rate, playback.asked.training?.learning_rate]).toEqual([0.03, 0.03])
})

test('the timeline is dragged while it plays at full speed, through resets and other data', async () => {
  playback.speed = FASTEST
  playback.play()
  await rest(40)
  const reached = at()
  expect(reached).toBeGreaterThan(0)
  const drags: Promise<unknown>[] = []
  for (let place = 0; place <= 60; place += 1) {
    drags.push(playback.scrub(Math.floor((reached * place) / 60)))
    if (place === 20) drags.push(playback.reset())
    if (place === 40) playback.change({ data: { source: 'moons' } })
    if (place % 5 === 0) await rest(1)
  }
  await during(Promise.all(drags))
  await rest()
  expect(playback.problem).toBeNull()
  expect([playback.playing, playback.plan!.experiment.data.source]).toEqual([false, 'moons'])
  await during(playback.scrub(7))
  expect([at(), playback.frame!.heading]).toEqual([7, null])
  playback.play()
  await rest(20)
  expect(at()).toBeGreaterThan(7)
})

test('while the timeline is dragged, one request is on its way at a time', async () => {
  await during(playback.seek(2000))
  worker.asked.length = 0
  const drags = Array.from({ length: 100 }, async (_, place) => playback.scrub(20 * place))
  await during(Promise.all(drags))
  expect(worker.asked.filter((type) => type === 'seek').length).toBe(2)
  expect([at(), playback.frame!.furthest]).toEqual([1980, 2000])
})

test('runs side by side have their own recipes, histories and changes', async () => {
  await during(playback.seek(30))
  const first = playback.run
  await during(playback.fork())
  await during(playback.set({ learning_rate: 0.3 }))
  await during(playback.mute(0, 1, true))
  expect(playback.others.map(({ run, changes }) => [run, changes.length])).toEqual([[first, 0]])
  playback.play()
  await rest(30)
  playback.pause()
  await rest()
  const [other] = playback.others
  expect([other!.frame.step, other!.history.count]).toEqual([at(), playback.history.count])
  expect(other!.picture.step).toBe(at())
  const began = playback.began
  await during(playback.focus(first))
  expect([playback.run, playback.began, playback.changes.length]).toEqual([first, began + 1, 0])
  expect([playback.recipe!.training.learning_rate, playback.others[0]!.changes.length]).toEqual([0.03, 2])
  playback.change({ network: { hidden: [4, 4] } })
  await during(rest(40))
  expect([playback.plan!.sizes, playback.others[0]!.plan.sizes]).toEqual([
    [2, 4, 4, 1],
    [2, 3, 1],
  ])
  await during(playback.close(playback.others[0]!.run))
  expect([playback.run, playback.others]).toEqual([first, []])
  for (let count = 0; count < 20; count += 1) await during(playback.fork())
  expect([playback.others.length, playback.problem?.field]).toEqual([3, 'fork'])
  await during(playback.start({ experiment: SMALL }))
  expect(playback.others).toEqual([])
})

test('points that were changed by hand belong to their run', async () => {
  await during(playback.editPoints({ add: [[3, 3, 1]] }))
  const first = playback.run
  await during(playback.fork())
  expect([playback.edited, playback.points!.count]).toEqual([true, 61])
  await during(playback.undo())
  expect([playback.edited, playback.points!.count, playback.others[0]!.plan.points.count]).toEqual([false, 60, 61])
  await during(playback.reset())
  expect([playback.edited, playback.own]).toEqual([false, null])
  await during(playback.focus(first))
  expect([playback.points!.count, playback.own, playback.recipe!.data.source]).toEqual([
    61,
    { kind: 'points', name: 'points' },
    'points',
  ])
})

test('it stops by itself, and says why until it moves again', async () => {
  const rule = { quantity: 'epoch', value: 3 } as const
  await during(playback.setStops([rule]))
  playback.play()
  await rest(200)
  expect([playback.playing, playback.frame!.epoch, playback.frame!.position, playback.stopped]).toEqual([
    false,
    3,
    0,
    rule,
  ])
  await during(playback.seek(0))
  expect(playback.stopped).toBeNull()
})

test('what diverges stops playing when it is all that plays', async () => {
  await during(playback.start({ experiment: { data: { source: 'plane' }, network: { activation: 'identity' } } }))
  const first = playback.run
  await during(playback.fork())
  await during(playback.set({ learning_rate: 1000 }))
  playback.play()
  await rest(60)
  expect([playback.frame!.diverged !== null, playback.playing]).toEqual([true, true])
  const { step } = playback.frame!
  expect(playback.others[0]!.frame.step).toBeGreaterThan(step)
  await during(playback.close(first))
  await rest(20)
  expect(playback.playing).toBe(false)
  expect(playback.frame!.breaks!.step).toBe(step)
  await during(playback.seek(step - 1))
  expect([playback.frame!.diverged, playback.frame!.breaks!.step]).toEqual([null, step])
})

test('everything follows other colours, also the points of other runs', async () => {
  await during(playback.fork())
  await during(playback.recolour({ ...PALETTE, positive: [9, 8, 7] }))
  const [other] = playback.others
  const colours = [...playback.points!.colours]
  expect(colours).toContain(9)
  expect([...other!.plan.points.colours]).toEqual(colours)
})
