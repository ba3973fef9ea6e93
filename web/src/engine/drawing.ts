/** The page's own engine: what pictures need while they are drawn. Its memory is room for one call at a time. */

import { DRAWING } from './generated/drawing'

type Signatures = typeof DRAWING
type Arrays = {
  'float64[1]': Float64Array
  'float32[1]': Float32Array
  'int32[1]': Int32Array
  'uint8[1]': Uint8Array | Uint8ClampedArray
}
type Given<Type extends string> = Type extends keyof Arrays ? Arrays[Type] : number
type Arguments<Name extends keyof Signatures> = {
  readonly [Argument in Signatures[Name]['args'][number] as Argument[0]]: Given<Argument[1]>
}
type Exports = Record<keyof Signatures, (...flat: number[]) => number> & {
  readonly memory: WebAssembly.Memory
  readonly __heap_base: WebAssembly.Global<'i32'>
}

const PAGE = 65536
let engine: Exports | null = null
/** Its memory, as it was when it grew last. */
let heap = new Uint8Array()

/** Pictures can be drawn from here on. */
export async function enter(module: WebAssembly.Module): Promise<void> {
  engine ??= (await WebAssembly.instantiate(module)).exports as unknown as Exports
}

/** Calls a function of the engine with its arguments by name; arrays come back as it leaves them. */
export function call<Name extends keyof Signatures>(name: Name, given: Arguments<Name>): number {
  if (engine === null) throw new Error('expected the engine before the first picture')
  const { memory, __heap_base: base } = engine
  const values = given as Readonly<Record<string, number | Arrays[keyof Arrays]>>
  const flat: number[] = []
  const arrays: [place: number, bytes: Uint8Array][] = []
  let top = base.value
  for (const [argument] of DRAWING[name].args) {
    const value = values[argument]!
    if (typeof value === 'number') flat.push(value)
    else {
      const place = Math.ceil(top / 16) * 16
      top = place + value.byteLength
      flat.push(place, value.length)
      arrays.push([place, new Uint8Array(value.buffer, value.byteOffset, value.byteLength)])
    }
  }
  const missing = top - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
  if (heap.buffer !== memory.buffer) heap = new Uint8Array(memory.buffer)
  for (const [place, bytes] of arrays) heap.set(bytes, place)
  const result = engine[name](...flat)
  for (const [place, bytes] of arrays) bytes.set(heap.subarray(place, place + bytes.length))
  return result
}
