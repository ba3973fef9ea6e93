import { describe, expect, it } from 'vitest'
import { decibels, pixelAt, placeOf, sampled, shares } from './picture'

const ORIGINAL = Uint8ClampedArray.of(255, 0, 51, 255, 1, 2, 3, 255, 4, 5, 6, 255)

describe('the samples', () => {
  it('are the pixels that training sees', () => {
    const before = ORIGINAL.slice()
    const pixels = sampled(ORIGINAL, Uint8Array.of(1, 0, 2), [9, 8, 7])
    expect([...pixels]).toEqual([255, 0, 51, 255, 9, 8, 7, 255, 9, 8, 7, 255])
    expect(ORIGINAL).toEqual(before)
  })
})

describe('places', () => {
  it('are pixels, the nearest one beside the picture', () => {
    expect(pixelAt([4, 2], 0.51, 0.49)).toEqual({ column: 2, row: 0 })
    expect(pixelAt([4, 2], 1, 1)).toEqual({ column: 3, row: 1 })
    expect(pixelAt([4, 2], -0.2, 7)).toEqual({ column: 0, row: 1 })
  })
  it('are the middles of pixels in the units of the data, y upwards', () => {
    const domain = [
      [-1, 1],
      [-0.5, 0.5],
    ] as const
    expect(placeOf([4, 2], domain, 0, 0)).toEqual([-0.75, 0.25])
    expect(placeOf([4, 2], domain, 3, 1)).toEqual([0.75, -0.25])
  })
})

describe('numbers', () => {
  it('of a likeness', () => {
    expect([23.456, 8, -1.5, Infinity, NaN].map(decibels)).toEqual(['23.5 dB', '8.0 dB', '−1.5 dB', '∞ dB', '– dB'])
  })
  it('of a colour', () => {
    expect(shares(ORIGINAL, 0)).toBe('1.00 0.00 0.20')
  })
})
