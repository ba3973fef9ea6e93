/**
 * Formulas in the columns of the data: from text to a program that the engine runs. docs/formulas.md has the grammar.
 *
 * Mirrors formula.py: tests/fixtures/formulas.json holds both to the same programs and sentences.
 */

import type { MANIFEST } from '../engine/generated/manifest'
import { InputError, shown, thousands } from './errors'

export type Operation = (typeof MANIFEST.codes.operations)[number]

/** Steps for a stack: operations with the place of a column or a constant, or 0; see formulas.py in the engine. */
export type Program = {
  readonly operations: readonly Operation[]
  readonly arguments: readonly number[]
  readonly constants: readonly number[]
}

const LONGEST = 500 // characters
const DEEPEST = 50 // brackets within brackets
/** Functions with the number of things that they are of. */
const FUNCTIONS = new Map<Operation, number>([
  ...(['abs', 'sign', 'floor', 'sqrt', 'exp', 'log', 'sin', 'cos', 'tanh'] as const).map(
    (name) => [name, 1] as [Operation, number],
  ),
  ['min', 2],
  ['max', 2],
])
const CONSTANTS = new Map([['pi', 3.141592653589793]])
const SIGNS = {
  '<': 'less',
  '>': 'greater',
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '^': 'power',
} as const satisfies Readonly<Record<string, Operation>>
type Sign = keyof typeof SIGNS

/** Letters, numbers and spaces are those of Python. */
// eslint-disable-next-line no-control-regex -- they are spaces to Python
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/y
const NUMBER = /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?/y
const WORD = /[\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_]*/uy
const WORD_GOES_ON = /[\p{L}\p{N}_]/uy
const WORD_AT_END = /[\p{L}\p{N}_]$/u

/** The columns that a program is about, in the order in which it names them. */
export function columnsOf({ operations, arguments: places }: Program): number[] {
  return [...new Set(places.filter((_, step) => operations[step] === 'column'))]
}

/** Whether a program ends by comparing two numbers, so that it gives 1 or 0. */
export function compares({ operations }: Program): boolean {
  return ['less', 'greater'].includes(operations.at(-1)!)
}

/** How many numbers stand on a program's stack at most. */
export function depthOf({ operations }: Program): number {
  const shrinking = new Set<Operation>([...Object.values(SIGNS), 'min', 'max'])
  let [depth, most] = [0, 0]
  for (const operation of operations) {
    if (operation === 'constant' || operation === 'column') depth += 1
    else if (shrinking.has(operation)) depth -= 1
    most = Math.max(most, depth)
  }
  return most
}

/**
 * The program of a formula in these columns. Throws an InputError with the place of what does not belong there.
 *
 * A column's name is taken as it stands, spaces and signs included, the longest first. Where the columns are x1 and x2,
 * x and y mean them too. field: the key of the recipe that the formula stands at.
 */
export function parse(text: string, columns: readonly string[], field = ''): Program {
  const names = new Map(columns.map((name, place) => [name, place]))
  const column = names.get(text) // whatever its name holds
  if (column !== undefined) return { operations: ['column'], arguments: [column], constants: [] }
  const characters = text.length > LONGEST ? [...text].length : 0
  if (characters > LONGEST) {
    throw new InputError(
      field,
      `expected a formula of at most ${LONGEST} characters, got ${thousands(characters)}: make it shorter`,
    )
  }
  if (columns.length === 2 && columns[0] === 'x1' && columns[1] === 'x2') names.set('x', 0).set('y', 1)
  return new Reader(text, names, field).read()
}

/** Reads a formula by recursive descent, writing the program as it goes. */
class Reader {
  readonly #text: string
  readonly #names: ReadonlyMap<string, number>
  readonly #longestFirst: readonly string[]
  readonly #field: string
  readonly #operations: Operation[] = []
  readonly #arguments: number[] = []
  readonly #constants: number[] = []
  #at = 0
  #depth = 0

  constructor(text: string, names: ReadonlyMap<string, number>, field: string) {
    this.#text = text
    this.#names = names
    this.#field = field
    this.#longestFirst = [...names.keys()].filter((name) => name !== '').sort((a, b) => b.length - a.length)
  }

  read(): Program {
    this.#comparison()
    if (!this.#atEnd()) throw this.#unexpected('an operator or the end')
    return { operations: this.#operations, arguments: this.#arguments, constants: this.#constants }
  }

  /** Whether nothing but spaces is left; goes past these. */
  #atEnd(): boolean {
    this.#at += this.#match(SPACES).length
    return this.#at === this.#text.length
  }

  /** What of the text fits a pattern, from the place where reading stands (or another) on. */
  #match(pattern: RegExp, at = this.#at): string {
    pattern.lastIndex = at
    return pattern.exec(this.#text)?.[0] ?? ''
  }

  /** The sign that comes next, if it is one of these. */
  #took<S extends string>(...signs: S[]): S | undefined {
    if (this.#atEnd()) return undefined
    const sign = signs.find((one) => this.#text.startsWith(one, this.#at))
    this.#at += sign?.length ?? 0
    return sign
  }

  #comparison(): void {
    this.#sum()
    const sign = this.#took('<', '>')
    if (sign === undefined) return
    this.#sum()
    this.#write(SIGNS[sign])
  }

  #sum(): void {
    this.#chain(
      () => {
        this.#product()
      },
      '+',
      '-',
    )
  }

  #product(): void {
    this.#chain(
      () => {
        this.#signed()
      },
      '*',
      '/',
    )
  }

  /** Some things with these signs between them, from left to right. */
  #chain(read: () => void, ...signs: Sign[]): void {
    read()
    for (let sign = this.#took(...signs); sign !== undefined; sign = this.#took(...signs)) {
      read()
      this.#write(SIGNS[sign])
    }
  }

  #signed(): void {
    if (this.#took('-') === undefined) {
      this.#power()
      return
    }
    this.#deeper(() => {
      this.#signed()
    })
    this.#write('negate')
  }

  #power(): void {
    const number = this.#atom()
    if (this.#took('^') !== undefined) {
      this.#deeper(() => {
        this.#signed()
      })
      this.#write('power')
    } else if (number && (this.#text[this.#at] === '(' || this.#name() !== '' || this.#match(WORD) !== '')) {
      // 3x and 2(x + 1), and 3x^2 is 3 (x^2)
      this.#deeper(() => {
        this.#power()
      })
      this.#write('multiply')
    }
  }

  /** A number, a column, a function or a bracket; whether it was a number or a constant. */
  #atom(): boolean {
    if (this.#atEnd()) throw this.#unexpected('a number, a column, a function or (')
    const name = this.#name()
    if (name !== '') {
      this.#at += name.length
      this.#write('column', this.#names.get(name))
      return false
    }
    const number = this.#match(NUMBER)
    if (number !== '') {
      if (!Number.isFinite(Number(number))) throw this.#unexpected('a number below 1.8e308')
      this.#at += number.length
      this.#constant(Number(number))
      return true
    }
    const word = this.#match(WORD)
    if (word !== '') return this.#word(word)
    if (this.#took('(') === undefined) throw this.#unexpected('a number, a column, a function or (')
    this.#deeper(() => {
      this.#comparison()
    })
    this.#expect(')')
    return false
  }

  /** The column whose name comes next, or ''; a name does not end within a word. */
  #name(): string {
    return (
      this.#longestFirst.find((name) => {
        if (!this.#text.startsWith(name, this.#at)) return false
        return !(WORD_AT_END.test(name) && this.#match(WORD_GOES_ON, this.#at + name.length) !== '')
      }) ?? ''
    )
  }

  /** A function with what it is of, or a constant; whether it was a constant. */
  #word(word: string): boolean {
    const constant = CONSTANTS.get(word)
    if (constant !== undefined) {
      this.#at += word.length
      this.#constant(constant)
      return true
    }
    const count = FUNCTIONS.get(word as Operation)
    if (count === undefined) {
      const columns = [...this.#names.keys()].slice(0, 10).join(', ')
      const functions = [...FUNCTIONS.keys()].join(', ')
      throw this.#refusal(
        `expected a column (${columns}) or a function (${functions}) ${this.#place()}, ` +
          `got ${shown(word)}: choose among these`,
      )
    }
    this.#at += word.length
    for (let argument = 0; argument < count; argument += 1) {
      this.#expect(argument === 0 ? '(' : ',')
      this.#deeper(() => {
        this.#comparison()
      })
    }
    this.#expect(')')
    this.#write(word as Operation)
    return false
  }

  /** Read something within something else, to a limit. */
  #deeper(read: () => void): void {
    this.#depth += 1
    if (this.#depth > DEEPEST) {
      throw this.#refusal(`expected at most ${DEEPEST} brackets within brackets, got more: make the formula simpler`)
    }
    read()
    this.#depth -= 1
  }

  #expect(sign: string): void {
    if (this.#took(sign) === undefined) throw this.#unexpected(sign)
  }

  #unexpected(expected: string): InputError {
    const got = this.#atEnd() ? 'the end' : shown(this.#text.slice(this.#at))
    return this.#refusal(`expected ${expected} ${this.#place()}, got ${got}: correct the formula there`)
  }

  #refusal(message: string): InputError {
    return new InputError(this.#field, message)
  }

  /** Where reading stands, in words. */
  #place(): string {
    return `at character ${[...this.#text.slice(0, this.#at)].length + 1} of ${shown(this.#text)}`
  }

  #constant(value: number): void {
    this.#write('constant', this.#constants.length)
    this.#constants.push(value)
  }

  #write(operation: Operation, argument = 0): void {
    this.#operations.push(operation)
    this.#arguments.push(argument)
  }
}
