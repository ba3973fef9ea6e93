import { expect, test } from 'vitest'
import experiments from '../engine/generated/experiments.json'
import type { Experiment } from '../engine/generated/schema'
import { merge, type Asked } from '../run/asked'
import type { LogEntry, Own } from '../run/protocol'
import { repr } from '../run/repr'
import { python } from './code'

const HOUSES = experiments.find(({ name }) => name === 'houses')!.experiment as unknown as Experiment
const from = 'houses'

function glow(changes: Asked, log: readonly LogEntry[] = [], step = 0, own?: Own): string {
  const experiment = merge(HOUSES, changes) as Experiment
  return JSON.stringify({ neuroglow: 1, experiment, log, step, digest: '', own })
}

/** The lines between the first and the last, which are always the same. */
const lines = (text: string): string[] => text.split('\n').slice(2, -2)

test('a run that nothing was changed of', () => {
  expect(python({ from }, glow({}, [], 100), 447.29125)).toBe(
    `import neuroglow as ng

run = ng.load("houses").start()
run.advance(steps=100)
print(run.step, run.loss("train"))  # 100 447.29125
`,
  )
})

test('what a chapter changes, and the weights that it sets', () => {
  const changes: Asked = { data: { standardize: 'none' }, network: { init: 'zeros' } }
  const log: LogEntry[] = [[0, { edit: { layer: 0, neuron: 0, input: 0, value: 0.177 } }]]
  expect(lines(python({ from }, glow(changes, log)))).toEqual([
    'run = ng.load("houses").replace({',
    '    "data.standardize": "none",',
    '    "network.init": "zeros",',
    '}).start()',
    'run.edit(layer=0, neuron=0, input=0, value=0.177)',
  ])
})

test('all that can be done to a run, with the steps between', () => {
  const log: LogEntry[] = [
    [0, { set: { learning_rate: 0.5 } }],
    [10, { edit: { layer: 0, neuron: 1, input: null, value: -1e-7 } }],
    [10, { set: { optimizer: 'adam', nesterov: true } }],
    [15_000, { mute: { layer: 0, neuron: 1, muted: true } }],
    [15_000, { freeze: { layer: 1, frozen: true } }],
    [15_001, { mute: { layer: 0, neuron: 1, muted: false } }],
    [15_001, { freeze: { layer: 1, frozen: false } }],
    [15_001, { points: { move: [[3, 1, 2, 1]], remove: [0], add: [[0.5, -1, 0]] } }],
    [16_000, { set: { batch_size: 'full' } }], // ahead: it was not come to
  ]
  expect(lines(python({ from }, glow({ network: { hidden: [4] } }, log, 15_002)))).toEqual([
    'run = ng.load("houses").replace({',
    '    "network.hidden": [4],',
    '    "training.learning_rate": 0.5,',
    '}).start()',
    'run.advance(steps=10)',
    'run.edit(layer=0, neuron=1, input=None, value=-1e-7)',
    'run.set(optimizer="adam", nesterov=True)',
    'run.advance(steps=14_990)',
    'run.mute(layer=0, neuron=1)',
    'run.freeze(layer=1)',
    'run.advance(steps=1)',
    'run.mute(layer=0, neuron=1, muted=False)',
    'run.freeze(layer=1, frozen=False)',
    'run.edit_points(move=[[3, 1, 2, 1]], remove=[0], add=[[0.5, -1, 0]])',
    'run.advance(steps=1)',
  ])
})

test('of what was turned to and fro at one step, the end is left', () => {
  const edit = (input: number | null, value: number): LogEntry => [5, { edit: { layer: 0, neuron: 0, input, value } }]
  const log: LogEntry[] = [
    [0, { mute: { layer: 0, neuron: 0, muted: true } }],
    [0, { mute: { layer: 0, neuron: 0, muted: false } }],
    edit(0, 1),
    edit(null, 1),
    [5, { set: { learning_rate: 3, l2: 0.1 } }],
    edit(0, 2),
    edit(null, 3),
    [5, { set: { learning_rate: 0.1 } }],
  ]
  expect(lines(python({ from }, glow({}, log, 5)))).toEqual([
    'run = ng.load("houses").start()',
    'run.advance(steps=5)',
    'run.edit(layer=0, neuron=0, input=0, value=2)',
    'run.edit(layer=0, neuron=0, input=None, value=3)',
    'run.set(l2=0.1)',
  ])
})

test('a loss that is chosen later decides nothing else', () => {
  const log: LogEntry[] = [[0, { set: { loss: 'mae', learning_rate: 0.2 } }]]
  expect(lines(python({ from }, glow({}, log)))).toEqual([
    'run = ng.load("houses").replace({"training.learning_rate": 0.2}).start()',
    'run.set(loss="mae")',
  ])
})

test('a table of its own is written to a file', () => {
  const text = 'a,b\n1,"x ""y""\\\r\n2,z"'
  const own: Own = { kind: 'table', name: 'price.csv', text }
  const network = { hidden: [8, 4], init: 'glorot_uniform' }
  const training = { optimizer: 'adam', learning_rate: 0.01, loss: 'auto', batch_size: 10, order: 'shuffle' } as const
  const recipe = { data: { source: 'price.csv', standardize: 'auto', test: 0.2 }, network, training } as Asked
  expect(python({ from }, glow(recipe, [], 0, own), NaN)).toBe(
    String.raw`from pathlib import Path

import neuroglow as ng

Path("price.csv").write_text("""\
a,b
1,"x ""y""\\\u000d
2,z\"""", encoding="utf-8")
run = ng.load("price.csv").start()
print(run.step, run.loss("train"))  # 0 nan
`,
  )
})

test('points are written as a table, unless a class has none', () => {
  const points = [
    [1, 2.5, 0],
    [-1, 0, 1],
  ]
  const own: Own = { kind: 'points', name: 'points', columns: ['x1', 'x2'], classes: ['0', '1'], points }
  const code = python({ from }, glow({ data: { source: 'points', standardize: 'auto' } }, [], 0, own))
  expect(code).toContain('Path("table.csv").write_text("""\\\nx1,x2,y\n1,2.5,0\n-1,0,1\n""", encoding="utf-8")')
  expect(code).toContain('"data.task": "classification",\n    "data.standardize": "none",')
  const more = python({ from }, glow({ data: { source: 'points' } }, [], 0, { ...own, classes: ['0', '1', '2'] }))
  expect(more).toContain('ng.load("run.glow").start()')
})

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [2, '2.0'],
  [-0.25, '-0.25'],
  [447.2912532, '447.2912532'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.5e-7, '1.5e-07'],
  [1e-123, '1e-123'],
  [1e15, '1000000000000000.0'],
  [1.25e16, '1.25e+16'],
  [1e300, '1e+300'],
  [NaN, 'nan'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('%f is %s in Python', (value, text) => {
  expect(repr(value)).toBe(text)
})
