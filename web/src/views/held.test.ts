import { expect, test } from 'vitest'
import { columnsOf, fieldsOf, firstAxes } from './held'

const COLUMNS = ['island=Biscoe', 'bill', 'island=Dream', 'flipper', 'a=b']
/** Two examples; `a=b` is a number's name. */
const INPUTS = Float64Array.of(1, 0, 40, 50, 0, 1, 180, 200, 3, 4)

test('the columns of a text are one field, whatever stands between them', () => {
  const fields = fieldsOf(COLUMNS, INPUTS, 2)
  expect(fields).toEqual([
    {
      name: 'island',
      texts: [
        { text: 'Biscoe', column: 0 },
        { text: 'Dream', column: 2 },
      ],
    },
    { name: 'bill', column: 1 },
    { name: 'flipper', column: 3 },
    { name: 'a=b', column: 4 },
  ])
  expect(fields.flatMap(columnsOf).sort()).toEqual([0, 1, 2, 3, 4])
})

test('a plane begins with two columns of numbers, as long as there are two', () => {
  expect(firstAxes(fieldsOf(COLUMNS, INPUTS, 2))).toEqual([1, 3])
  expect(firstAxes(fieldsOf(['t=a', 't=b', 'n'], Float64Array.of(1, 0, 7), 1))).toEqual([0, 1])
})
