import { expect, test } from 'vitest'
import { nothing, type Plan } from '../../run/protocol'
import { Session } from '../../run/session'
import { module, PALETTE } from '../../run/testing'
import { compile } from './compile'
import { checkFitting } from './fitting'

const FRONT = ['+++', 'title = "A"', 'summary = "B."', 'minutes = 8', '[experiments.houses]', 'from = "houses"', '+++']
const compiled = module()

async function misfits(...text: string[]): Promise<string[]> {
  const { chapter, errors, runLines } = compile(
    { file: 'a.md', id: 'a', number: 0, language: 'en' },
    [...FRONT, ...text].join('\n'),
  )
  expect(errors).toEqual([])
  const { start } = chapter!.experiments['houses']!
  const reply = await new Session(compiled).answer({ type: 'start', want: nothing(PALETTE), ...start })
  const houses: Plan | string = reply.type === 'started' ? reply.plan : 'expected a run'
  return checkFitting(chapter!, 'a.md', { houses }, runLines).map(({ line, sentence }) => `${line}: ${sentence}`)
}

test('one weight and one bias, one column, numbers for answers, no test', async () => {
  const live = (...parts: string[]): string[] => [':::live{run=houses}', ...parts, ':::']
  const fine = [
    '::curve',
    '::dial{of="w(0,0,0)" label=A}',
    '::numbers{of="b(0,0) answer(2000) train_loss neurons"}',
    '::ask{at=1}',
  ]
  expect(await misfits(...live(...fine))).toEqual([])
  expect(
    await misfits(
      ...live('::dial{of="w(1,0,0)" label=A}', '::dial{of="b(0,1)" label=B}', '::slice{of="w(0,0,1)" low=0 high=1}'),
    ),
  ).toEqual([
    '9: dial: expected a layer from 0 to 0, got w(1,0,0) in the run houses',
    '10: dial: expected a neuron from 0 to 0, got b(0,1) in the run houses',
    '11: slice: expected an input from 0 to 0, got w(0,0,1) in the run houses',
  ])
  expect(await misfits(...live('::map', '::confusion', '::ask{at="1 2"}'))).toEqual([
    '9: map: expected data with two columns, got 1 in the run houses',
    '10: confusion: expected data with classes, got numbers in the run houses',
    '11: ask: expected a number for each of the columns area, got 2 numbers in the run houses',
  ])
  expect(
    await misfits('| a |', '|---|', '| :value{run=houses of=test_loss} |', '- :value{run=houses of="answer(1,2)"}'),
  ).toEqual([
    '10: value: expected examples for the test, got test_loss without any in the run houses',
    '11: value: expected a number for each of the columns area, got answer(1,2) in the run houses',
  ])
  expect(
    await misfits('::::challenge{id=a title=A run=houses goal="train_accuracy > 0.9 and z(0,3) < 1"}', 'Go.', '::::'),
  ).toEqual([
    '8: challenge: expected classes, got train_accuracy in the run houses',
    '8: challenge: expected a neuron from 0 to 0, got z(0,3) in the run houses',
  ])
})

test('a run that cannot be started is told where it stands', () => {
  const { chapter, runLines } = compile(
    { file: 'a.md', id: 'a', number: 0, language: 'en' },
    [...FRONT, 'Text.'].join('\n'),
  )
  expect(checkFitting(chapter!, 'a.md', { houses: 'expected this, got that' }, runLines)[0]!.message).toBe(
    'a.md:5: experiments.houses: expected this, got that',
  )
})
