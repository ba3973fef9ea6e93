import { beforeEach, expect, test } from 'vitest'
import { module } from '../run/testing'
import { Engine, OutOfMemory } from './engine'

let engine: Engine
const compiled = module()
beforeEach(async () => {
  engine = await Engine.load(compiled)
})

test('views follow the memory when it grows', () => {
  const block = engine.array('float64', [1, 2, 3])
  const old = block.values
  engine.vector('float64', 1_000_000)
  expect(old.length).toBe(0)
  expect([...block.values]).toEqual([1, 2, 3])
})

test('an array can be made of a view, though the memory grows for it', () => {
  const block = engine.array(
    'float64',
    Float64Array.from({ length: 100_000 }, (_, k) => k),
  )
  const mark = engine.mark()
  for (let bytes = engine.bytes; engine.bytes === bytes;) {
    const last = engine.array('float64', block.values).values.at(-1)
    expect(last).toBe(99_999)
  }
  engine.release(mark)
})

test('what is released is given out again, as zeros', () => {
  const mark = engine.mark()
  const first = engine.array('int32', [7, 8])
  engine.release(mark)
  const second = engine.vector('int32', 2)
  expect(second.pointer).toBe(first.pointer)
  expect([...second.values]).toEqual([0, 0])
})

test('functions take their arguments by name', () => {
  const x = engine.array('float64', [0, 1, 2]).asMatrix(1)
  const [mean, scale] = [engine.array('float64', [10]), engine.array('float64', [2])]
  engine.call.in_units({ x, mean, scale })
  expect([...x.values]).toEqual([10, 12, 14])
  expect(() => engine.call.in_units({ x, mean } as never)).toThrow(/expected an argument scale for in_units/)
})

test('a part of a vector is the same memory', () => {
  const whole = engine.array('float64', [1, 2, 3, 4])
  whole.part(1, 3).values.fill(9)
  expect([...whole.values]).toEqual([1, 9, 9, 4])
  expect(whole.asMatrix(1).shape).toEqual([1, 4])
})

test('more memory than there can be is refused with a sentence, and the rest stays', () => {
  const block = engine.array('float64', [5])
  expect(() => engine.vector('float64', 1e9)).toThrow(OutOfMemory)
  expect([...block.values]).toEqual([5])
})
