// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Studio, type Film } from './studio.svelte'
import { ANYTHING } from './wanted'

const MAKING: Film = { id: 'a1', format: 'mp4', preview: false, state: 'making', done: 0, of: 0, seconds: 0 }
const answers: { status: number; body: unknown }[] = []
const asked: [address: string, how: RequestInit][] = []

beforeEach(() => {
  vi.useFakeTimers()
  answers.length = asked.length = 0
  vi.stubGlobal('fetch', (address: string, how: RequestInit) => {
    asked.push([address, how])
    const answer = answers.shift()
    if (answer === undefined) return Promise.reject(new TypeError('gone'))
    return Promise.resolve({ status: answer.status, json: () => Promise.resolve(answer.body) })
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const answer = (body: unknown, status = 200): void => void answers.push({ status, body })
const begun = (studio: Studio, preview = false): Promise<void> =>
  studio.begin(Promise.resolve('{}'), 'mp4', { ...ANYTHING, layout: 'map' }, preview)

test('a film is begun, watched to its end, and lies somewhere', async () => {
  const studio = new Studio('api/films')
  answer(MAKING, 202)
  await begun(studio)
  expect(asked[0]).toEqual([
    'api/films',
    { method: 'POST', body: JSON.stringify({ glow: '{}', format: 'mp4', wanted: { layout: 'map' } }) },
  ])
  expect([studio.making, studio.left, studio.file]).toEqual([true, null, null])
  answer({ ...MAKING, done: 30, of: 90, seconds: 2 })
  await vi.advanceTimersByTimeAsync(250)
  expect(asked[1]![0]).toBe('api/films/a1')
  expect(studio.left).toBe(4)
  answer({ ...MAKING, state: 'done', done: 90, of: 90, seconds: 6, bytes: 7 })
  await vi.advanceTimersByTimeAsync(250)
  expect([studio.making, studio.left, studio.file]).toEqual([false, null, 'api/films/a1/film'])
  await vi.advanceTimersByTimeAsync(5000)
  expect(asked).toHaveLength(3)
})

test('a preview says so', async () => {
  const studio = new Studio('api/films')
  answer(MAKING, 202)
  await begun(studio, true)
  expect(JSON.parse(asked[0]![1].body as string)).toMatchObject({ wanted: { layout: 'map', preview: true } })
})

test('cancelling ends it', async () => {
  const studio = new Studio('api/films')
  answer(MAKING, 202)
  await begun(studio)
  answer({ ...MAKING, state: 'cancelled' })
  await studio.cancel()
  expect(asked[1]).toEqual(['api/films/a1', { method: 'DELETE' }])
  expect([studio.making, studio.problem, studio.file]).toEqual([false, null, null])
  await vi.advanceTimersByTimeAsync(5000)
  expect(asked).toHaveLength(2)
})

test('what is refused, fails or does not answer is told', async () => {
  const studio = new Studio('api/films')
  answer({ problem: 'expected one film at a time' }, 409)
  await begun(studio)
  expect([studio.making, studio.problem]).toEqual([false, 'expected one film at a time'])
  answer({ ...MAKING, state: 'failed', problem: 'expected skia-python' }, 202)
  await begun(studio)
  expect([studio.making, studio.problem]).toEqual([false, 'expected skia-python'])
  await begun(studio)
  expect(studio.problem).toMatch(/^Expected an answer from neuroglow play, got none/)
})

test('a film that was begun before the page was loaded is found', async () => {
  const studio = new Studio('api/films')
  answer(null, 204)
  await studio.find()
  expect([studio.film, studio.problem]).toEqual([null, null])
  answer({ ...MAKING, state: 'done' })
  await studio.find()
  expect(studio.file).toBe('api/films/a1/film')
  await studio.find()
  expect(asked).toHaveLength(2)
})
