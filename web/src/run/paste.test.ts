import { expect, test } from 'vitest'
import { InputError } from './errors'
import { readPaste, type Onto } from './paste'

const PLANE: Onto = {
  columns: ['x1', 'x2'],
  classes: ['0', '1'],
  domain: [
    [-6, 6],
    [-6, 6],
  ],
  points: [
    [1, 2, 0],
    [2, 3, 1],
  ],
  value: 1,
}
const VALUES: Onto = { ...PLANE, classes: [] }
const LINE: Onto = { ...PLANE, columns: ['x'], classes: [], domain: [[-6, 6]] }

test.each([
  ['tabs', '1\t2\t0\n3\t4\t1\n'],
  ['semicolons and a header', 'x1;x2;class\r\n1;2;0\r\n3;4;1'],
  ['commas', '1,2,0\n3,4,1'],
  ['spaces', '1 2 0\n3   4 1'],
  ['quotes', '"1","2","0"\n"3","4","1"'],
  ['numbers of classes as others write them', '1,2,0.0\n3,4,1.0'],
  ['blank lines', '\n1\t2\t0\n\n3\t4\t1\n\n'],
])('points with known classes join the others: %s', (_, text) => {
  expect(readPaste(text, PLANE)).toEqual({
    points: [
      [1, 2, 0],
      [3, 4, 1],
    ],
  })
})

test.each([
  ['tabs', '1,5\t-2,25\t0\n3\t,5\t1'],
  ['semicolons', '1,5;-2,25;0\n3;,5;1'],
  ['spaces', '1,5 −2,25 0\n3 ,5 1'],
])('decimal commas between %s', (_, text) => {
  expect(readPaste(text, PLANE)).toEqual({
    points: [
      [1.5, -2.25, 0],
      [3, 0.5, 1],
    ],
  })
})

test('points without a class get the chosen one', () => {
  expect(readPaste('1\t2\n3\t4', PLANE)).toEqual({
    points: [
      [1, 2, 1],
      [3, 4, 1],
    ],
  })
})

test('values on the plane, and on a line', () => {
  expect(readPaste('1\t2\t-0.5', VALUES)).toEqual({ points: [[1, 2, -0.5]] })
  expect(readPaste('x\ty\n1\t20\n2\t3e2', LINE)).toEqual({
    points: [
      [1, 20],
      [2, 300],
    ],
  })
})

test('names that nobody knows are classes of other data', () => {
  expect(readPaste('1,2,setosa\n3,4,virginica\n5,5,setosa', PLANE)).toEqual({
    own: {
      kind: 'points',
      name: 'points',
      columns: ['x1', 'x2'],
      classes: ['setosa', 'virginica'],
      points: [
        [1, 2, 0],
        [3, 4, 1],
        [5, 5, 0],
      ],
    },
  })
  expect(readPaste('1,2,a\n3,4,b', VALUES)).toMatchObject({ own: { classes: ['a', 'b'] } })
})

test('a new name among known ones is one class more', () => {
  expect(readPaste('1,2,1\n3,4,2', PLANE)).toMatchObject({
    own: { classes: ['0', '1', '2'], points: [...PLANE.points, [1, 2, 1], [3, 4, 2]] },
  })
})

test('numbers that are no classes are values of other data', () => {
  expect(readPaste('1,2,0.25\n3,4,-0.5', PLANE)).toMatchObject({
    own: {
      classes: [],
      points: [
        [1, 2, 0.25],
        [3, 4, -0.5],
      ],
    },
  })
})

test('points a little beyond the plane begin anew together with the others, where there is room for them', () => {
  expect(readPaste('7,-8,1', PLANE)).toMatchObject({ own: { kind: 'points', points: [...PLANE.points, [7, -8, 1]] } })
})

test('points far beyond the plane are a table, which is scaled', () => {
  expect(readPaste('area\tprice\tsold\n120\t300\t0\n80\t200\t1', PLANE)).toEqual({
    own: { kind: 'table', name: 'pasted points', text: '"area","price","sold"\n120,300,"0"\n80,200,"1"' },
  })
  expect(readPaste('100\t1\n200\t2', LINE)).toMatchObject({ own: { text: '"x","y"\n100,1\n200,2' } })
  expect(readPaste('100,2,"a ""b"""\n3,4,c', PLANE)).toMatchObject({
    own: { text: expect.stringContaining('"') as string },
  })
})

test.each([
  ['', PLANE, 'expected rows of x1, x2 and class, got nothing: copy cells of a spreadsheet first'],
  ['hello', PLANE, "expected rows of x1, x2 and class, got 'hello': copy cells of a spreadsheet"],
  ['1,2,0\n1,b,0', PLANE, "expected a number, got 'b' in line 2: correct it or leave the line out"],
  ['1,2,0\n\n1,2', PLANE, 'expected 3 cells (x1, x2 and class), got 2 in line 3: copy only these columns'],
  ['1,2,3,4,5', PLANE, 'expected 3 cells (x1, x2 and class), got 5 in line 1: copy only these columns'],
  ['1\t2\tnaN', LINE, 'expected 2 cells (x, y), got 3 in line 1: copy only these columns'],
  ['1\tabc', LINE, "expected a number, got 'abc' in line 1: correct it or leave the line out"],
  ['1\t1e7', LINE, "expected a number of at most 1,000,000, got '1e7' in line 1: correct it or leave the line out"],
  ['1\t2\t3\n'.repeat(5002), PLANE, 'expected at most 5,000 points, got 5,002: paste fewer, or open them as a table'],
  [
    '1\t1e999\t0',
    PLANE,
    "expected a number of at most 1,000,000, got '1e999' in line 1: correct it or leave the line out",
  ],
  ['1,5\t2.5\t0', PLANE, "expected a number, got '1,5' in line 1: correct it or leave the line out"],
  ['<b>1</b>\t2\t0', PLANE, "expected a number, got '<b>1</b>' in line 1: correct it or leave the line out"],
])('what is none of this is explained: %j', (text, onto, message) => {
  expect(() => readPaste(text, onto)).toThrow(new InputError('points', message))
})

test('at most a hundred classes', () => {
  const text = Array.from({ length: 101 }, (_, index) => `1,1,c${index}`).join('\n')
  expect(() => readPaste(text, PLANE)).toThrow('expected at most 100 classes, got 101')
})
