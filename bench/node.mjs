// Steps a second of the page's own Run and of ConvNetJS, in one Node process and turn by turn, and how many images a
// second the Run learns from; prints JSON.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import convnetjs from 'convnetjs'
import { runnerImport } from '../web/node_modules/vite/dist/node/index.js'

const HIDDEN = { '2-4-2-1': [4, 2], '2-8-8-8-1': [8, 8, 8] }
const REPEATS = 3
const EXAMPLES = 250
const BATCH = 10
const IMAGES = { count: 1280, side: 28, hidden: [128], classes: 10, batch: 64 }

const root = fileURLToPath(new URL('../web', import.meta.url))
const load = async (path) => (await runnerImport(`${root}/src/${path}`, { root, configFile: false })).module
const { Engine } = await load('engine/engine.ts')
const { Run } = await load('run/run.ts')
const wasm = new WebAssembly.Module(readFileSync(new URL('../src/neuroglow/static/engine/engine.wasm', import.meta.url)))

async function neuroglow(hidden) {
  const data = { source: 'spiral', samples: 2 * EXAMPLES, test: 0.5 }
  const run = await Run.begin(await Engine.load(wasm), { data, network: { hidden }, training: { batch_size: BATCH } })
  return (steps) => void run.advance(steps)
}

/** A network of 784-128-10 that learns noise; its losses are recorded after every epoch, as always. */
async function images({ count, side, hidden, classes, batch }) {
  const bytes = (size, next) => Buffer.from(Uint8Array.from({ length: size }, next)).toString('base64')
  const own = {
    kind: 'images',
    name: 'noise',
    width: side,
    height: side,
    peak: 255,
    classes: Array.from({ length: classes }, (_, index) => String(index)),
    labels: bytes(count, (_, index) => index % classes),
    pixels: bytes(count * side * side, () => 256 * Math.random()),
  }
  const recipe = {
    data: { source: own.name, test: 0 },
    network: { hidden, activation: 'relu', init: 'he_normal' },
    training: { batch_size: batch },
  }
  const run = await Run.begin(await Engine.load(wasm), recipe, own)
  return (steps) => void run.advance(steps)
}

function convnet(hidden) {
  const net = new convnetjs.Net()
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: 2 },
    ...hidden.map((size) => ({ type: 'fc', num_neurons: size, activation: 'tanh' })),
    { type: 'regression', num_neurons: 1 },
  ])
  const trainer = new convnetjs.SGDTrainer(net, { learning_rate: 0.03, momentum: 0, batch_size: BATCH, l2_decay: 0 })
  const examples = Array.from({ length: EXAMPLES }, () => {
    const place = [Math.random() * 12 - 6, Math.random() * 12 - 6]
    return { x: new convnetjs.Vol(place), y: [place[0] * place[1] > 0 ? 1 : -1] }
  })
  let next = 0
  // A step is a batch: ConvNetJS updates after every tenth example.
  return (steps) => {
    for (let left = steps * BATCH; left > 0; left--) {
      const { x, y } = examples[next]
      next = (next + 1) % EXAMPLES
      trainer.train(x, y)
    }
  }
}

/** Steps a second of one turn of `steps` steps. */
function rate(advance, steps) {
  const start = performance.now()
  advance(steps)
  return (1000 * steps) / (performance.now() - start)
}

const steps = {}
for (const [shape, hidden] of Object.entries(HIDDEN)) {
  const ours = await neuroglow(hidden)
  const peer = convnet(hidden)
  rate(ours, 20_000)
  rate(peer, 5_000)
  const rates = { neuroglow: [], convnetjs: [] }
  for (let turn = 0; turn < REPEATS; turn++) {
    rates.neuroglow.push(rate(ours, 200_000))
    rates.convnetjs.push(rate(peer, 20_000))
  }
  steps[shape] = rates
}
const wide = await images(IMAGES)
rate(wide, 40)
const examples = Array.from({ length: REPEATS }, () => IMAGES.batch * rate(wide, 100))
console.log(JSON.stringify({ steps, examples }))
