import { describe, expect, test } from 'vitest'
import { HISTORY_COLUMNS, type Plan } from '../../run/protocol'
import { parseCondition, type Moment } from '../conditions'
import { wordsOf } from '../words'
import { begin, closeness, closenessOf, follow, isLimit, type Attempt } from './attempt'
import { nameOf, told, type Speech } from './sentences'

const PLAN = { sizes: [1, 1], shown: [1, 1], parameters: 2, test: 0 } as unknown as Plan
const SPEECH: Speech = { words: wordsOf('en'), plan: PLAN }

function moment(step: number, trainLoss: number, asked: readonly number[] = [0], weight = 1): Moment {
  const probe = { inputs: Float64Array.from(asked), answer: Float64Array.of(asked[0]! + weight) }
  const params = Float64Array.of(weight, 0)
  const frame = {
    step,
    epoch: step,
    trainLoss,
    training: { learning_rate: 0.1 },
    params,
    probe,
    film: null,
    history: { from: 0 },
  }
  return { plan: PLAN, frame } as unknown as Moment
}

/** Records of steps with their losses. */
const records = (...rows: readonly (readonly [step: number, loss: number])[]) => ({
  count: rows.length,
  at: (row: number, column: number) => [rows[row]![0], rows[row]![0], rows[row]![1]][column] ?? NaN,
})
const NONE = records()

/** An attempt at a goal, from one loss after the other; all at step 0. */
function turned(goal: string, ...losses: readonly number[]): Attempt {
  const [first, ...others] = losses
  return others.reduce(
    (attempt, loss) => follow(attempt, moment(0, loss), NONE),
    begin(parseCondition(goal), moment(0, first!), NONE),
  )
}

describe('an attempt', () => {
  test('begins where the chapter was opened, and is full when the goal is reached', () => {
    expect(closeness(turned('train_loss < 50', 100))).toBe(0)
    expect(closeness(turned('train_loss < 50', 100, 75))).toBe(0.5)
    expect(closeness(turned('train_loss < 50', 100, 200))).toBe(0)
    expect(closeness(turned('train_loss < 50', 100, 50))).toBeLessThan(1)
    expect(closeness(turned('train_loss < 50', 100, 49.999))).toBe(1)
  })

  test('goes by ratios where the way is a long one', () => {
    expect(closeness(turned('train_loss < 1', 10_000, 100))).toBeCloseTo(0.5)
    expect(closeness(turned('train_loss > 10000', 1, 100))).toBeCloseTo(0.5)
  })

  test('keeps the best moment, and the first one that reached the goal', () => {
    const attempt = turned('train_loss < 50', 100, 60, 80)
    expect(attempt.best.values).toEqual([60])
    expect(attempt.reached).toBeNull()
    expect(turned('train_loss < 50', 100, 40, 30, 90).reached).toEqual([40])
  })

  test('is no further for numbers that ran away', () => {
    for (const loss of [NaN, Infinity]) {
      const attempt = turned('train_loss < 50', 100, loss)
      expect(closeness(attempt)).toBe(0)
      expect(attempt.reached).toBeNull()
    }
    expect(closeness(turned('train_loss < 50', NaN, 60))).toBe(0)
  })

  test('knows what is to be kept from what is to be reached', () => {
    const goal = parseCondition('train_loss < 50 and step <= 200')
    const opened = begin(goal, moment(0, 100), NONE)
    expect([isLimit(opened, 0), isLimit(opened, 1)]).toEqual([false, true])
    const late = follow(opened, moment(201, 40), NONE)
    expect(late.reached).toBeNull()
    expect(closenessOf(late, 0)).toBe(1)
    expect(closeness(late)).toBe(0)
    expect(follow(opened, moment(200, 40), NONE).reached).toEqual([40, 200])
  })

  test('counts what was recorded between two frames', () => {
    const goal = parseCondition('train_loss < 50 and step <= 200')
    const opened = begin(goal, moment(0, 100), records([0, 100]))
    const played = records([0, 100], [100, 60], [190, 49], [400, 20])
    expect(follow(opened, moment(400, 20), played).reached).toEqual([49, 190])
    expect(follow(opened, moment(400, 20), records([0, 100], [100, 60], [400, 20])).best.values).toEqual([60, 100])
  })

  test('does not count what was before the chapter was opened', () => {
    const goal = parseCondition('train_loss < 50')
    const before = records([0, 10], [100, 90])
    const opened = begin(goal, moment(100, 90), before)
    expect(follow(opened, moment(100, 90), before).reached).toBeNull()
  })

  test('goes by frames alone where records do not have the number', () => {
    const goal = parseCondition('train_loss < 50 and learning_rate < 1')
    const opened = begin(goal, moment(0, 100), NONE)
    expect(follow(opened, moment(2, 60), records([1, 40])).reached).toBeNull()
    expect(HISTORY_COLUMNS).toBe(6)
  })

  test('remembers answers as long as the weights stay', () => {
    const goal = parseCondition('answer(1) > 1.5 and answer(2) > 2.5')
    const opened = begin(goal, moment(0, 1), NONE)
    const first = follow(opened, moment(0, 1, [1]), NONE)
    expect(first.now).toEqual([2, null])
    expect(follow(first, moment(0, 1, [2]), NONE).reached).toEqual([2, 3])
    expect(follow(first, moment(1, 1, [2], 1.1), NONE).now).toEqual([null, 3.1])
  })
})

describe('what a challenge says', () => {
  const say = (attempt: Attempt, solved = false): string => told(attempt, SPEECH, solved)

  test('how far it is', () => {
    expect(say(turned('train_loss < 2020', 27_139))).toBe('Loss: still 25,119 too high.')
    expect(say(turned('train_loss < 2020', 27_139, 2020.25))).toBe('Nearly there. Loss: still 0.25 too high.')
    expect(say(turned('train_loss > 2', 1, 1.5))).toBe('Loss: still 0.5 too low.')
  })

  test('the best, where that was closer', () => {
    expect(say(turned('train_loss < 50', 100, 55, 90))).toBe('Loss: still 40 too high. Your best so far: Loss 55.')
  })

  test('what was not kept', () => {
    const opened = begin(parseCondition('train_loss < 50 and step <= 200'), moment(0, 100), NONE)
    expect(say(follow(opened, moment(250, 40), NONE))).toBe(
      'Steps: 250 is more than 200. “Start again” gives you another try.',
    )
    const kept = begin(parseCondition('step > 3 and train_loss < 50'), moment(0, 40), NONE)
    expect(say(follow(kept, moment(5, 60), NONE))).toBe('Loss: 60 now, and it has to stay below 50.')
  })

  test('what has to be asked first', () => {
    expect(say(begin(parseCondition('answer(1,0) > 0.5'), moment(0, 1), NONE))).toBe('Ask the network about 1, 0.')
  })

  test('that the numbers ran away', () => {
    expect(say(turned('train_loss < 50', 100, NaN))).toBe('The numbers have run away. “Start again” brings them back.')
  })

  test('that it is solved', () => {
    expect(say(turned('train_loss < 50 and step <= 9', 100, 49.5))).toBe('Solved. Loss 49.5, Steps 0.')
    expect(say(turned('train_loss < 50', 100), true)).toMatch(/^Solved, at another time/)
  })

  test('names only as long as they have to be', () => {
    const quantity = parseCondition('train_loss < 1')[0]!.quantity
    expect(nameOf(quantity, SPEECH)).toBe('Loss')
    expect(nameOf(quantity, { ...SPEECH, plan: { ...PLAN, test: 3 } })).toBe('Training loss')
    expect(nameOf(parseCondition('answer(1,0.5) > 1')[0]!.quantity, SPEECH)).toBe('Answer to 1, 0.5')
  })
})
