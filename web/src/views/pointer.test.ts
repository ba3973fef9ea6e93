// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { between, GAP, strokes, type Spot } from './pointer'

const spot = (x: number, y: number, shift = false): Spot => ({ x, y, shift })

test('a path has no gaps, and ends where the pointer is', () => {
  const path = between(spot(10, 10), spot(40, 50, true))
  expect(path.at(-1)).toEqual(spot(40, 50, true))
  let last = spot(10, 10)
  for (const next of path) {
    expect(Math.hypot(next.x - last.x, next.y - last.y)).toBeLessThanOrEqual(GAP)
    last = next
  }
  expect(between(spot(1, 1), spot(1, 1))).toEqual([spot(1, 1)])
})

function pressed(answer: boolean): { said: string[]; send: (type: string, init?: PointerEventInit) => void } {
  const element = document.createElement('div')
  element.setPointerCapture = () => undefined
  const said: string[] = []
  strokes({
    hover: (at) => said.push(at === null ? 'leave' : `hover ${at.x}`),
    press: (at) => {
      said.push(`press ${at.x}${at.shift ? ' shift' : ''}`)
      return answer
    },
    drag: (path) => said.push(`drag ${path.length}`),
    release: () => said.push('release'),
  })(element)
  const send = (type: string, init: PointerEventInit = {}): void => {
    element.dispatchEvent(new PointerEvent(type, { button: 0, isPrimary: true, ...init }))
  }
  return { said, send }
}

test('a press that is taken is followed until it is let go', () => {
  const { said, send } = pressed(true)
  send('pointerenter', { clientX: 1 })
  send('pointerdown', { clientX: 2, shiftKey: true })
  send('pointermove', { clientX: 10 })
  send('lostpointercapture')
  send('pointermove', { clientX: 20 })
  send('pointerleave')
  expect(said).toEqual(['hover 1', 'press 2 shift', 'hover 10', 'drag 2', 'release', 'hover 20', 'leave'])
})

test('a press that is not taken, and other buttons and fingers, drag nothing', () => {
  const { said, send } = pressed(false)
  send('pointerdown', { clientX: 2 })
  send('pointerdown', { clientX: 2, button: 2 })
  send('pointerdown', { clientX: 2, isPrimary: false })
  send('pointermove', { clientX: 30 })
  expect(said).toEqual(['press 2', 'hover 30'])
})
