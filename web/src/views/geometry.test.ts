import { expect, test } from 'vitest'
import { SHOWN_NEURONS, type Plan } from '../run/protocol'
import { layOut, parameter, pick, spotOf, stands, TOP, type Geometry, type Slot } from './geometry'

const SLOTS: readonly Slot[] = [
  { name: 'x1', neuron: 0 },
  { name: 'x1^2', neuron: null },
  { name: 'x2', neuron: 1 },
]

/** Only what the layout reads. */
function planOf(sizes: readonly number[], pixels: Plan['size'] = null): Plan {
  const shown = sizes.map((size, layer) => (pixels !== null && layer === 0 ? size : Math.min(size, SHOWN_NEURONS)))
  return {
    kind: pixels === null ? 'points' : 'pixels',
    size: pixels,
    sizes,
    shown,
    outputNames: ['y'],
  } as unknown as Plan
}
const NONE = { size: null }

const NETWORKS: readonly (readonly number[])[] = [
  [2, 1],
  [2, 8, 8, 8, 1],
  [2, ...new Array<number>(8).fill(16), 3],
  [2, 64, 40, 64, 3],
]

const layOuts: readonly Geometry[] = NETWORKS.flatMap((sizes) => [
  layOut(planOf(sizes), SLOTS, 800, 720),
  layOut(planOf(sizes), SLOTS, 360, 420),
])

test.each(layOuts)('every weight and bias has an index of its own', (geometry) => {
  const { shown } = geometry
  const found: number[] = []
  for (let layer = 1; layer < shown.length; layer++) {
    for (let neuron = 0; neuron < shown[layer]!; neuron++) {
      found.push(parameter(geometry, layer, neuron, 'bias'))
      for (let input = 0; input < shown[layer - 1]!; input++) found.push(parameter(geometry, layer, neuron, input))
    }
  }
  expect(found.sort((a, b) => a - b)).toEqual(found.map((_, index) => index))
})

test.each(layOuts)('neurons stay apart and inside, and are what the pointer finds', (geometry) => {
  const { layers, height, width } = geometry
  for (const [layer, { xs, ys, size }] of layers.entries()) {
    for (const [neuron, y] of ys.entries()) {
      const x = xs[neuron]!
      expect(x).toBeGreaterThan(size / 2)
      expect(x).toBeLessThan(width - size / 2)
      expect(y).toBeGreaterThan(size / 2)
      expect(y).toBeLessThan(height - size / 2)
      for (let other = 0; other < neuron; other += 1) {
        expect(Math.max(Math.abs(x - xs[other]!), Math.abs(y - ys[other]!))).toBeGreaterThan(size)
      }
      expect(pick(geometry, NONE, x, y)).toEqual({ layer, neuron, part: 'neuron' })
      if (layer > 0) {
        expect(pick(geometry, NONE, x - size / 2 + 1, y + size / 2 - 1)).toEqual({ layer, neuron, part: 'bias' })
      }
    }
  }
})

const columnsOf = ({ layers }: Geometry): number => Math.max(...layers.map(({ xs }) => new Set(xs).size))

test.each(layOuts.filter((geometry) => columnsOf(geometry) === 1))(
  'where an edge runs, it is found, or another that runs through the same place',
  (geometry) => {
    const { layers, size } = geometry
    for (let layer = 1; layer < layers.length; layer++) {
      const [from, to] = [layers[layer - 1]!, layers[layer]!]
      const [start, end] = [from.xs[0]! + size / 2, to.xs[0]! - size / 2]
      for (const t of [0.25, 0.5, 0.75]) {
        const x = start + (end - start) * (1.5 * t * (1 - t) + t ** 3)
        const height = (input: number, neuron: number): number =>
          from.ys[input]! + (to.ys[neuron]! - from.ys[input]!) * t * t * (3 - 2 * t)
        for (const neuron of to.ys.keys()) {
          for (const input of from.ys.keys()) {
            const found = pick(geometry, NONE, x, height(input, neuron))!
            expect(found.layer).toBe(layer)
            expect(height(found.part as number, found.neuron)).toBeCloseTo(height(input, neuron), 3)
          }
        }
      }
    }
  },
)

test('a layer with many neurons has several columns', () => {
  const { layers } = layOut(planOf([2, 40, 1]), SLOTS, 1000, 640)
  expect(layers[1]!.ys).toHaveLength(40)
  expect(new Set(layers[1]!.xs).size).toBeGreaterThan(1)
})

test('where there is room for neurons of 30 pixels above each other, layers have one column', () => {
  const least = TOP + 52 + (8 * 30) / 0.76
  for (let height = Math.ceil(least) + 1; height < 900; height += 1) {
    const { layers, size } = layOut(planOf([2, 8, 8, 1]), SLOTS, 784, height)
    expect(size).toBeGreaterThanOrEqual(30)
    for (const { xs } of layers) expect(new Set(xs).size).toBe(1)
  }
})

test.each([
  [5, 5],
  [8, 8],
  [28, 20],
] as const)('the pixels of a %i x %i image are found in their places', (columns, rows) => {
  const plan = planOf([columns * rows, 40, 10], [columns, rows])
  const geometry = layOut(plan, [], 900, 640)
  const { image, layers } = geometry
  expect(image!.width / image!.height).toBeCloseTo(columns / rows)
  expect(image!.left + image!.width).toBeLessThan(layers[1]!.xs[0]! - geometry.size / 2)
  for (const [neuron, y] of layers[0]!.ys.entries()) {
    expect(pick(geometry, plan, layers[0]!.xs[neuron]!, y)).toEqual({ layer: 0, neuron, part: 'neuron' })
  }
})

test('inputs stand where their slots are, and those that are off have none', () => {
  const geometry = layOut(planOf([2, 1]), SLOTS, 800, 720)
  expect(geometry.slots).toHaveLength(3)
  expect(geometry.layers[0]!.ys).toEqual([geometry.slots[0], geometry.slots[2]])
})

test('neurons without room are counted', () => {
  const { layers } = layOut(planOf([2, 200, 1]), SLOTS, 800, 420)
  expect(layers[1]!.ys.length + layers[1]!.hidden).toBe(200)
  expect(layers[1]!.ys.length).toBeLessThanOrEqual(SHOWN_NEURONS)
})

test('many layers make the picture wider than its window', () => {
  const sizes = [2, ...new Array<number>(40).fill(4), 1]
  expect(layOut(planOf(sizes), SLOTS, 800, 720).width).toBeGreaterThan(2000)
})

test('what a network has can stay picked', () => {
  const plan = planOf([2, 3, 1])
  expect(stands(plan, { layer: 1, neuron: 2, part: 'neuron' })).toBe(true)
  expect(stands(plan, { layer: 2, neuron: 0, part: 2 })).toBe(true)
  expect(stands(plan, { layer: 1, neuron: 3, part: 'bias' })).toBe(false)
  expect(stands(plan, { layer: 1, neuron: 0, part: 2 })).toBe(false)
  expect(stands(plan, { layer: 3, neuron: 0, part: 'neuron' })).toBe(false)
})

test.each(layOuts)('the box around a layer holds its neurons and no others', (geometry) => {
  const { layers, size } = geometry
  expect(spotOf(geometry, layers.length)).toBeNull()
  for (const layer of layers.keys()) {
    const { left, top, width, height } = spotOf(geometry, layer)!
    for (const [other, { xs, ys }] of layers.entries()) {
      for (const [neuron, y] of ys.entries()) {
        const x = xs[neuron]!
        const inside = x > left && x < left + width && y > top && y < top + height
        expect(inside).toBe(other === layer)
        if (inside) expect(x - left).toBeGreaterThan(size / 2)
      }
    }
  }
})
