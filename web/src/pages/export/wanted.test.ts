import { expect, test } from 'vitest'
import { ANYTHING, command, named, said } from './wanted'

test('only what was said is told', () => {
  expect(said(ANYTHING)).toEqual({})
  expect(said({ ...ANYTHING, layout: 'map', seconds: 4 })).toEqual({ layout: 'map', seconds: 4 })
})

test('the command makes the same film', () => {
  expect(command('xor', 'mp4', ANYTHING)).toBe('neuroglow video xor.glow -o xor.mp4')
  expect(command('two-spirals', 'gif', { ...ANYTHING, layout: 'network+map', seconds: 12.5, shape: '1:1' })).toBe(
    'neuroglow video two-spirals.glow -o two-spirals.gif --layout network+map --seconds 12.5 --shape 1:1',
  )
})

test('a title becomes a name that a shell leaves alone', () => {
  expect(named('Two spirals')).toBe('two-spirals')
  expect(named('a; rm -rf "$HOME" `x` \'y\'\n')).toBe('a-rm-rf-home-x-y')
  expect(named('Größe (m²)')).toBe('größe-m²')
  expect(named('…')).toBe('run')
  expect(named('x'.repeat(39) + ' long')).toBe('x'.repeat(39))
})
