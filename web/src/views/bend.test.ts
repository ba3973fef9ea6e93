import { expect, it } from 'vitest'
import { between, gridAt, gridLines, inPicture, layersOfTwo } from './bend'

const bounds = [
  [-1, 1],
  [-2, 2],
] as const

it('places lie in the picture from its upper left corner', () => {
  expect(inPicture(bounds, -1, 2)).toEqual([0, 0])
  expect(inPicture(bounds, 1, -2)).toEqual([1, 1])
  expect(inPicture(bounds, 0, 0)).toEqual([0.5, 0.5])
})

it('the grid goes from flat to bent', () => {
  const grid = Float64Array.of(1, 2, -1, 2, 1, -2, -1, -2) // mirrored
  const space = { size: 2, grid, bounds }
  expect(gridAt(space, 0)).toEqual([
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ])
  expect(gridAt(space, 1)).toEqual([
    [1, 0],
    [0, 0],
    [1, 1],
    [0, 1],
  ])
  expect(between([0, 0], [1, 2], 0.5)).toEqual([0.5, 1])
})

it('lines go along all rows and columns that are kept', () => {
  const lines = gridLines(5, 3)
  expect(lines).toHaveLength(6)
  expect(lines[0]).toEqual([0, 1, 2, 3, 4])
  expect(lines[2]).toEqual([20, 21, 22, 23, 24])
  expect(lines[4]).toEqual([3, 8, 13, 18, 23])
})

it('hidden layers of two neurons are found, inputs and outputs are none', () => {
  expect(layersOfTwo([2, 4, 2, 1])).toEqual([2])
  expect(layersOfTwo([2, 2, 2, 2])).toEqual([1, 2])
  expect(layersOfTwo([2, 8, 2])).toEqual([])
})
