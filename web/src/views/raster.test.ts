import { describe, expect, it } from 'vitest'
import { Raster, textureOf, type Corners } from './raster'

const corners = (...each: readonly (readonly [x: number, y: number, near: number])[]): Corners => ({
  x: Float32Array.from(each, ([x]) => x),
  y: Float32Array.from(each, ([, y]) => y),
  near: Float32Array.from(each, ([, , near]) => near),
  u: new Float32Array(each.length),
  v: new Float32Array(each.length),
  light: new Float32Array(each.length).fill(1),
})
const plain = (red: number): ReturnType<typeof textureOf> => textureOf(Uint8ClampedArray.of(red, 20, 30, 255))
const covered = (raster: Raster): number => raster.pixels.filter((value, at) => at % 4 === 3 && value === 255).length

describe('triangles', () => {
  it('cover each pixel of a square once, however it is cut', () => {
    const square = corners([1, 1, 1], [9, 1, 1], [9, 6, 1], [1, 6, 1])
    for (const cut of [
      [0, 1, 2, 0, 2, 3],
      [3, 1, 0, 2, 1, 3],
    ] as const) {
      const raster = new Raster()
      raster.begin(10, 10)
      raster.triangle(square, plain(10), cut[0], cut[1], cut[2])
      const half = covered(raster)
      raster.triangle(square, plain(10), cut[3], cut[4], cut[5])
      expect(covered(raster)).toBe(8 * 5)
      expect(half).toBeLessThan(40)
    }
  })
  it('hide what is behind them, in any order', () => {
    for (const order of [
      [0, 3],
      [3, 0],
    ] as const) {
      const raster = new Raster()
      raster.begin(8, 8)
      const both = corners([0, 0, 1], [16, 0, 1], [0, 16, 1], [0, 0, 2], [16, 0, 2], [0, 16, 2])
      for (const first of order) raster.triangle(both, plain(first === 0 ? 100 : 200), first, first + 1, first + 2)
      expect(raster.pixels[0]).toBe(200)
      expect(raster.sees(3, 3, 1.5)).toBe(false)
      expect(raster.sees(3, 3, 2.5)).toBe(true)
      expect(raster.sees(-3, 3, 0)).toBe(true)
    }
  })
  it('have light, and end at the edges of the picture', () => {
    const raster = new Raster()
    raster.begin(4, 4)
    const large = { ...corners([-50, -50, 1], [90, -50, 1], [-50, 90, 1]), light: Float32Array.of(2, 2, 2) }
    raster.triangle(large, plain(100), 0, 1, 2)
    expect(covered(raster)).toBe(16)
    expect([...raster.pixels.subarray(0, 4)]).toEqual([200, 40, 60, 255])
  })
  it('that are lines or no numbers are not drawn', () => {
    const raster = new Raster()
    raster.begin(4, 4)
    raster.triangle(corners([0, 0, 1], [2, 2, 1], [4, 4, 1]), plain(1), 0, 1, 2)
    raster.triangle(corners([0, 0, 1], [NaN, 2, 1], [4, 0, 1]), plain(1), 0, 1, 2)
    expect(covered(raster)).toBe(0)
  })
})

it('textures are lifted, and need not begin where a word does', () => {
  const bytes = new Uint8ClampedArray(9)
  bytes.set([0, 100, 250, 255], 3)
  const texture = textureOf(bytes.subarray(3, 7), 10)
  expect(texture.width).toBe(1)
  const raster = new Raster()
  raster.begin(1, 1)
  raster.triangle(corners([-5, -5, 1], [9, -5, 1], [-5, 9, 1]), texture, 0, 1, 2)
  expect([...raster.pixels]).toEqual([10, 110, 255, 255])
})
