import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import * as drawing from './drawing'

const FILE = resolve(import.meta.dirname, '../../../src/neuroglow/static/engine/engine.wasm')
const compiled = new WebAssembly.Module(readFileSync(FILE))

/** As it is before a page has its engine. */
async function anew(): Promise<typeof drawing> {
  vi.resetModules()
  return import('./drawing')
}

let page: typeof drawing
beforeEach(async () => {
  page = await anew()
})

test('arrays come back as the engine leaves them, and what is only read stays', async () => {
  await page.enter(compiled)
  const [widths, colours] = [Float32Array.of(1, 3), Uint8ClampedArray.of(0, 10, 20, 255, 8, 8, 8, 8)]
  const [now, coloursNow] = [new Float32Array(2), new Uint8ClampedArray(8)]
  page.call('blend_lines', {
    share: 0.5,
    widths,
    colours,
    widths_after: Float32Array.of(2, 3),
    colours_after: Uint8ClampedArray.of(255, 0, 20, 255, 8, 8, 8, 8),
    widths_now: now,
    colours_now: coloursNow,
  })
  expect([...now]).toEqual([1.5, 3])
  expect([...coloursNow]).toEqual([128, 5, 20, 255, 8, 8, 8, 8])
  expect([...widths]).toEqual([1, 3])
})

test('a part of an array is given and comes back as that part', async () => {
  await page.enter(compiled)
  const all = new Float64Array(20).fill(-7)
  page.call('pass_at', { moment: 0.5, light: all.subarray(1, 10), layer_light: new Float64Array(18) })
  expect(all[0]).toBe(-7)
  expect(all[1]).toBeGreaterThan(0)
  expect(all.subarray(10).every((value) => value === -7)).toBe(true)
})

test('there is room for however much is drawn', async () => {
  await page.enter(compiled)
  const lights = new Float32Array(3_000_000).fill(0.5)
  expect(page.call('light_cut', { lights, least: 2, most: 10 })).toBe(7) // they are of level 6
})

test('there are no pictures before the engine, and it comes once', async () => {
  const given = { moment: 0, millis: 10, layers: 3 }
  expect(() => page.call('moment_after', given)).toThrow('expected the engine before the first picture')
  await page.enter(compiled)
  const first = page.call('moment_after', given)
  await page.enter(compiled)
  expect(page.call('moment_after', given)).toBe(first)
})
