/** Protocol buffers, as far as an ONNX file needs them; mirrors exporting/protobuf.py. */

export type Bytes = Uint8Array<ArrayBuffer>
export type Field = readonly [number: number, value: number | string | Bytes]

/** A message of these fields, in this order; a message within it is given as its bytes. */
export function message(fields: readonly Field[]): Bytes {
  return together(fields.flatMap(([number, value]) => field(number, value)))
}

function field(number: number, value: Field[1]): Bytes[] {
  if (typeof value === 'number') return [varint(number * 8), varint(value)]
  const content = typeof value === 'string' ? new TextEncoder().encode(value) : value
  return [varint(number * 8 + 2), varint(content.length), content]
}

/** A whole number, not negative, seven bits a byte, the lowest first; all but the last byte have the highest bit. */
function varint(value: number): Bytes {
  const bytes: number[] = []
  let left = value
  while (left > 127) {
    bytes.push((left % 128) + 128)
    left = Math.floor(left / 128)
  }
  return Uint8Array.from([...bytes, left])
}

/** Arrays of float64, one after the other. */
export function littleEndian(arrays: readonly Float64Array[]): Bytes {
  const bytes = new DataView(new ArrayBuffer(8 * arrays.reduce((sum, { length }) => sum + length, 0)))
  let at = 0
  for (const values of arrays) {
    for (let place = 0; place < values.length; place += 1, at += 8) bytes.setFloat64(at, values[place]!, true)
  }
  return new Uint8Array(bytes.buffer)
}

function together(parts: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
