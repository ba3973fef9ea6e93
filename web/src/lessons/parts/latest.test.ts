import { expect, test } from 'vitest'
import { Latest } from './latest'

test('of what is wanted meanwhile only the latest is done, and everybody waits for it', async () => {
  const done: number[] = []
  let letGo: () => void = () => undefined
  const latest = new Latest<number>(async (value) => {
    await new Promise<void>((resolve) => {
      letGo = resolve
    })
    done.push(value)
  })
  const all = Promise.all([latest.want(1), latest.want(2), latest.want(3)])
  letGo()
  await Promise.resolve()
  await new Promise((resolve) => setTimeout(resolve))
  letGo()
  await all
  expect(done).toEqual([1, 3])
})

test('what fails does not keep the next one from being done', async () => {
  const done: number[] = []
  const latest = new Latest<number>((value) => {
    if (value === 1) return Promise.reject(new Error('refused'))
    done.push(value)
    return Promise.resolve()
  })
  await expect(latest.want(1)).rejects.toThrow('refused')
  await latest.want(2)
  expect(done).toEqual([2])
})
