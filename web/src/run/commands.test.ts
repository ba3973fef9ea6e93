import { expect, test } from 'vitest'
import { Commands } from './commands'

/** Notes what is done, and when it may end. */
class Slow {
  readonly done: string[] = []
  readonly commands = new Commands()
  #ends: (() => void)[] = []

  ask(kind: string | null, name: string): Promise<void> {
    return this.commands.do(kind, async () => {
      this.done.push(name)
      await new Promise<void>((resolve) => this.#ends.push(resolve))
    })
  }

  async end(): Promise<void> {
    for (let count = 0; count < 20; count += 1) {
      for (const end of this.#ends.splice(0)) end()
      await Promise.resolve()
    }
  }
}

test('one at a time, and of what is dragged only the latest', async () => {
  const slow = new Slow()
  const asked = ['1', '2', '3', '4'].map(async (value) => slow.ask('weight', value))
  expect([slow.done, slow.commands.waits('weight')]).toEqual([['1'], true])
  await slow.end()
  await Promise.all(asked)
  expect(slow.done).toEqual(['1', '4'])
})

test('what is asked for in between keeps its place', async () => {
  const slow = new Slow()
  const asked = [
    slow.ask('a', 'a1'),
    slow.ask('a', 'a2'),
    slow.ask(null, 'undo'),
    slow.ask('a', 'a3'),
    slow.ask('a', 'a4'),
  ]
  asked.push(slow.ask(null, 'undo'), slow.ask(null, 'undo'))
  await slow.end()
  await Promise.all(asked)
  expect(slow.done).toEqual(['a1', 'a2', 'undo', 'a4', 'undo', 'undo'])
})

test('what waits for a run that is gone is left undone, and nobody waits for it', async () => {
  const slow = new Slow()
  const asked = [slow.ask('a', 'a1'), slow.ask('a', 'a2')]
  slow.commands.forget()
  await slow.end()
  await Promise.all(asked)
  expect(slow.done).toEqual(['a1'])
})
