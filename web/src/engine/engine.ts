/** engine.wasm in JavaScript: arrays in its memory, and its functions by name. */

import { FUNCTIONS } from './generated/manifest'

const KINDS = { float64: Float64Array, float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const
type Kind = keyof typeof KINDS
type Values<K extends Kind> = InstanceType<(typeof KINDS)[K]>

type Signatures = typeof FUNCTIONS
/** What a function takes for an argument: a number for `int32`, an array for `float64[2]`. */
type Given<Type extends string> = Type extends `${infer K extends Kind}[${infer N extends 1 | 2}]`
  ? Block<K, N>
  : number
/** The engine's functions, their arguments by name; types follow from the manifest. */
type Functions = {
  readonly [Name in keyof Signatures]: (given: {
    readonly [Argument in Signatures[Name]['args'][number] as Argument[0]]: Given<Argument[1]>
  }) => Signatures[Name]['returns'] extends 'void' ? undefined : number
}

/** A C-contiguous array of N dimensions in the engine's memory. */
export class Block<K extends Kind = Kind, N extends 1 | 2 = 1 | 2> {
  declare readonly dimensions: N // a type only: a matrix is no vector
  readonly kind: K
  readonly pointer: number
  readonly shape: readonly number[]
  readonly length: number
  readonly #memory: WebAssembly.Memory
  #view: Values<K>

  constructor(memory: WebAssembly.Memory, kind: K, pointer: number, shape: readonly number[]) {
    this.#memory = memory
    this.kind = kind
    this.pointer = pointer
    this.shape = shape
    this.length = shape.reduce((size, dimension) => size * dimension, 1)
    this.#view = this.#look()
  }

  /** A view of the memory, not a copy. Ask for it again after each call that allocates: memory that grows leaves old views empty. */
  get values(): Values<K> {
    if (this.#view.buffer !== this.#memory.buffer) this.#view = this.#look()
    return this.#view
  }

  /** Some of a vector's items, or a matrix of one row, in the same memory. */
  part(start: number, end: number): Block<K, 1> {
    const offset = start * KINDS[this.kind].BYTES_PER_ELEMENT
    return new Block<K, 1>(this.#memory, this.kind, this.pointer + offset, [end - start])
  }

  /** The same memory as a matrix of so many rows. */
  asMatrix(rows: number): Block<K, 2> {
    return new Block<K, 2>(this.#memory, this.kind, this.pointer, [rows, this.length / rows])
  }

  /** A copy, which can be kept and sent elsewhere. */
  copy(): Values<K> {
    return this.values.slice() as Values<K>
  }

  #look(): Values<K> {
    return new KINDS[this.kind](this.#memory.buffer, this.pointer, this.length) as Values<K>
  }
}

const PAGE = 65536
const MOST = 2 ** 31
const ALIGNMENT = 16

/** More was asked for than the engine's memory can hold. */
export class OutOfMemory extends Error {
  constructor(bytes: number) {
    const megabytes = Math.ceil(bytes / 1e6).toLocaleString('en-US')
    super(
      `expected a run that fits into the memory of a page, got one that needs ${megabytes} MB more: use fewer neurons or examples`,
    )
  }
}

export class Engine {
  readonly call: Functions
  readonly #memory: WebAssembly.Memory
  readonly #base: number
  #top: number

  private constructor(instance: WebAssembly.Instance) {
    const { memory, __heap_base: base } = instance.exports as {
      memory: WebAssembly.Memory
      __heap_base: WebAssembly.Global<'i32'>
    }
    this.#memory = memory
    this.#base = this.#top = base.value
    this.call = Object.fromEntries(
      Object.entries(FUNCTIONS).map(([name, { args }]) => [name, keyword(instance.exports[name], name, args)]),
    ) as unknown as Functions
  }

  /** An engine with a memory of its own. */
  static async load(module: WebAssembly.Module): Promise<Engine> {
    return new Engine(await WebAssembly.instantiate(module))
  }

  /** `length` zeros. Nothing is freed on its own: see `mark` and `release`. */
  vector<K extends Kind>(kind: K, length: number): Block<K, 1> {
    return this.#zeros(kind, [length])
  }

  /** A matrix of zeros. */
  matrix<K extends Kind>(kind: K, rows: number, columns: number): Block<K, 2> {
    return this.#zeros(kind, [rows, columns])
  }

  /** A vector that holds these values. */
  array<K extends Kind>(kind: K, values: ArrayLike<number>): Block<K, 1> {
    const view = ArrayBuffer.isView(values) && values.buffer === this.#memory.buffer
    const kept = view ? Array.from(values) : values // the memory may grow, which leaves views of it empty
    const block = this.vector(kind, values.length)
    block.values.set(kept)
    return block
  }

  #zeros<K extends Kind, N extends 1 | 2>(kind: K, shape: readonly number[]): Block<K, N> {
    const length = shape.reduce((size, dimension) => size * dimension, 1)
    const bytes = length * KINDS[kind].BYTES_PER_ELEMENT
    const pointer = Math.ceil(this.#top / ALIGNMENT) * ALIGNMENT
    if (pointer + bytes > MOST) throw new OutOfMemory(bytes)
    const missing = pointer + bytes - this.#memory.buffer.byteLength
    if (missing > 0) {
      try {
        this.#memory.grow(Math.ceil(missing / PAGE))
      } catch {
        throw new OutOfMemory(bytes) // the browser has no more to give
      }
    }
    this.#top = pointer + bytes
    const block = new Block<K, N>(this.#memory, kind, pointer, shape)
    block.values.fill(0)
    return block
  }

  /** Where free memory starts. */
  mark(): number {
    return this.#top
  }

  /** Frees everything that was made since `mark`; without one, everything. */
  release(mark = this.#base): void {
    this.#top = mark
  }

  get bytes(): number {
    return this.#memory.buffer.byteLength
  }
}

/** A WebAssembly function whose arguments are given by name: arrays become a pointer and one length per dimension. */
function keyword(
  exported: WebAssembly.ExportValue | undefined,
  name: string,
  args: readonly (readonly [string, string])[],
): (given: Record<string, number | Block>) => number | undefined {
  if (typeof exported !== 'function') throw new Error(`expected a function ${name} in engine.wasm; build it again`)
  const raw = exported as (...flat: number[]) => number | undefined
  return (given) => {
    const flat: number[] = []
    for (const [argument] of args) {
      const value = given[argument]
      if (typeof value === 'number') flat.push(value)
      else if (value === undefined) throw new Error(`expected an argument ${argument} for ${name}`)
      else flat.push(value.pointer, ...value.shape)
    }
    return raw(...flat)
  }
}
