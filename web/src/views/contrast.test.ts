import { expect, it } from 'vitest'
import { channels, contrast, readable } from './contrast'

it('colours are read as browsers write them', () => {
  expect(channels('rgb(1, 20, 255)')).toEqual([1, 20, 255])
  expect(channels('rgba(1, 20, 255, 0.5)')).toEqual([1, 20, 255])
})

it('contrast is that of WCAG', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
  expect(contrast([255, 255, 255], [118, 118, 118])).toBeCloseTo(4.54, 2)
  expect(contrast([9, 8, 7], [9, 8, 7])).toBe(1)
})

it('one of black and white can be read on any ground', () => {
  for (let grey = 0; grey < 256; grey += 5) {
    const text = readable([grey, grey, grey], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    expect(contrast([grey, grey, grey], channels(text))).toBeGreaterThan(4.5)
  }
})
