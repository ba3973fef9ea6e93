/** What the plain values in a link may be; mirrors shapes.py. */

import type { Shape } from '../engine/generated/links'
import { fits as ruled } from './recipe'

/** Whether a plain value has this shape. */
export function fits(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'either':
      return shape.shapes.some((one) => fits(one, value))
    case 'many':
      return Array.isArray(value) && value.length <= shape.longest && value.every((one) => fits(shape.item, one))
    case 'parts':
      return (
        Array.isArray(value) &&
        value.length === shape.parts.length &&
        shape.parts.every((part, place) => fits(part, value[place]))
      )
    case 'nothing':
      return value === null
    default:
      return ruled(shape, value)
  }
}
