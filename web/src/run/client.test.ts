import { expect, test } from 'vitest'
import { Client, Refusal } from './client'
import type { Numbered, Reply, Request } from './protocol'
import { WANT } from './testing'

/** A worker that keeps what it is asked, and answers when it is told to. */
class Silent {
  onmessage: ((event: { data: Numbered<Reply> }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  readonly asked: Numbered<Request>[] = []
  ended = false
  postMessage(request: Numbered<Request>): void {
    this.asked.push(request)
  }
  terminate(): void {
    this.ended = true
  }
  reply(place: number, reply: Reply): void {
    this.onmessage!({ data: { ...reply, id: this.asked[place]!.id } })
  }
}

function pair(): { worker: Silent; client: Client } {
  const worker = new Silent()
  return { worker, client: new Client(worker as unknown as Worker) }
}

const NUMBERS = { train_loss: 0.5, test_loss: null, train_accuracy: null, test_accuracy: null }

test('replies find their requests, in whatever order they come', async () => {
  const { worker, client } = pair()
  const saved = client.save()
  const colours = client.colours(WANT.palette, 0)
  worker.reply(1, { type: 'colours', colours: new Uint8ClampedArray(4) })
  worker.reply(0, { type: 'saved', text: '{}', loss: 0.5, numbers: NUMBERS })
  expect(await saved).toEqual({ text: '{}', loss: 0.5, numbers: NUMBERS })
  expect(await colours).toEqual(new Uint8ClampedArray(4))
})

test('a problem becomes an error that knows its field', async () => {
  const { worker, client } = pair()
  const set = client.act({ type: 'set', settings: { learning_rate: -1 }, want: WANT })
  worker.reply(0, { type: 'problem', field: 'training.learning_rate', message: 'expected more' })
  await expect(set).rejects.toEqual(new Refusal('training.learning_rate', 'expected more'))
})

test('when the worker stops, nothing waits for ever', async () => {
  const { worker, client } = pair()
  const frame = client.frame(null, WANT)
  worker.onerror!({ message: 'out of memory' })
  await expect(frame).rejects.toThrow(/stopped: out of memory/)
})

test('one that is closed ends its worker, and nothing comes of what was asked', async () => {
  const { worker, client } = pair()
  const heard: unknown[] = []
  const note = (what: unknown): number => heard.push(what)
  void client.save().then(note, note)
  client.close()
  void client.save().then(note, note)
  worker.reply(0, { type: 'saved', text: '{}', loss: 0.5, numbers: NUMBERS })
  worker.onerror!({ message: 'late' })
  await new Promise((resolve) => setTimeout(resolve))
  expect([worker.ended, worker.asked.length, heard]).toEqual([true, 1, []])
})
