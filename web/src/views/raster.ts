/**
 * Triangles with a texture and light on a canvas of their own, each pixel from the nearest of them. Thousands of paths
 * would take several times as long, and would show their seams.
 */

/** The corners of triangles, one number each. */
export type Corners = {
  /** In pixels. */
  readonly x: Float32Array
  readonly y: Float32Array
  /** Larger is nearer; proportional to 1 over the distance, so that it is even along straight lines. */
  readonly near: Float32Array
  /** The place in the texture, in its pixels. */
  readonly u: Float32Array
  readonly v: Float32Array
  /** What the texture's colours are multiplied with. */
  readonly light: Float32Array
}

/** Opaque RGBA pixels as words, row by row; `lift` is added to each channel before the light comes. */
export type Texture = { readonly words: Uint32Array; readonly width: number; readonly lift: number }

const OPAQUE = 0xff000000

export class Raster {
  width = 0
  height = 0
  #words = new Uint32Array()
  #near = new Float32Array()

  /** An empty picture. */
  begin(width: number, height: number): void {
    this.width = width
    this.height = height
    if (this.#words.length < width * height) {
      this.#words = new Uint32Array(width * height)
      this.#near = new Float32Array(width * height)
    } else {
      this.#words.fill(0, 0, width * height)
      this.#near.fill(0, 0, width * height)
    }
  }

  /** RGBA of the picture; it is written over by the next one. */
  get pixels(): Uint8ClampedArray {
    return new Uint8ClampedArray(this.#words.buffer, 0, 4 * this.width * this.height)
  }

  /** Whether nothing stands between a place and the eye. */
  sees(x: number, y: number, near: number): boolean {
    const [column, row] = [Math.floor(x), Math.floor(y)]
    if (column < 0 || column >= this.width || row < 0 || row >= this.height) return true
    return near >= this.#near[row * this.width + column]!
  }

  triangle(
    { x, y, near, u, v, light }: Corners,
    { words, width: wide, lift }: Texture,
    a: number,
    b: number,
    c: number,
  ): void {
    const [ax, ay] = [x[a]!, y[a]!]
    const [abX, abY, acX, acY] = [x[b]! - ax, y[b]! - ay, x[c]! - ax, y[c]! - ay]
    const area = abX * acY - abY * acX
    if (!(Math.abs(area) > 1e-6)) return // seen from the side, or not a number
    // Everything changes evenly over the picture: by so much for a pixel to the right, and for one down.
    const [bRight, cRight, bDown, cDown] = [acY / area, -abY / area, -acX / area, abX / area]
    const right = (of: Float32Array): number => (of[b]! - of[a]!) * bRight + (of[c]! - of[a]!) * cRight
    const down = (of: Float32Array): number => (of[b]! - of[a]!) * bDown + (of[c]! - of[a]!) * cDown
    const [nearX, uX, vX, lightX] = [right(near), right(u), right(v), right(light)]
    const [nearY, uY, vY, lightY] = [down(near), down(u), down(v), down(light)]

    const [bx, by, cx, cy] = [x[b]!, y[b]!, x[c]!, y[c]!]
    const first = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5))
    const last = Math.min(this.height - 1, Math.floor(Math.max(ay, by, cy) - 0.5))
    const pixels = this.#words
    const nearest = this.#near
    for (let row = first; row <= last; row++) {
      const middle = row + 0.5
      let [from, to] = [Infinity, -Infinity]
      // Where the row crosses the three edges.
      if (ay <= middle !== by <= middle) {
        const at = ax + ((middle - ay) / (by - ay)) * (bx - ax)
        from = Math.min(from, at)
        to = Math.max(to, at)
      }
      if (by <= middle !== cy <= middle) {
        const at = bx + ((middle - by) / (cy - by)) * (cx - bx)
        from = Math.min(from, at)
        to = Math.max(to, at)
      }
      if (cy <= middle !== ay <= middle) {
        const at = cx + ((middle - cy) / (ay - cy)) * (ax - cx)
        from = Math.min(from, at)
        to = Math.max(to, at)
      }
      const start = Math.max(0, Math.ceil(from - 0.5))
      const end = Math.min(this.width - 1, Math.ceil(to - 0.5) - 1)
      const [over, under] = [start + 0.5 - ax, middle - ay]
      let here = near[a]! + nearX * over + nearY * under
      let across = u[a]! + uX * over + uY * under
      let along = v[a]! + vX * over + vY * under
      let bright = light[a]! + lightX * over + lightY * under
      for (let place = row * this.width + start, stop = row * this.width + end; place <= stop; place++) {
        if (here > nearest[place]!) {
          nearest[place] = here
          const word = words[(along | 0) * wide + (across | 0)]!
          const red = ((word & 255) + lift) * bright
          const green = (((word >>> 8) & 255) + lift) * bright
          const blue = (((word >>> 16) & 255) + lift) * bright
          pixels[place] =
            (OPAQUE |
              ((blue > 255 ? 255 : blue) << 16) |
              ((green > 255 ? 255 : green) << 8) |
              (red > 255 ? 255 : red)) >>>
            0
        }
        here += nearX
        across += uX
        along += vX
        bright += lightX
      }
    }
  }
}

/** Square RGBA pixels as a texture, without a copy where they lie as words do. */
export function textureOf(pixels: Uint8ClampedArray, lift = 0): Texture {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : pixels.slice()
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4)
  return { words, width: Math.round(Math.sqrt(words.length)), lift }
}
