/** What a trained network becomes for others. Loaded when it is wanted. */

import type { Run } from '../run'
import { code } from './code'
import { onnx } from './onnx'
import type { Bytes } from './protobuf'
import type { Framework } from './tables'
import { trained } from './trained'

export type Form = Framework | 'onnx'

/** The content of a file: an ONNX model, or Python's source. Throws an InputError when a weight is not finite. */
export function exported(run: Run, form: Form): string | Bytes {
  const net = trained(run)
  return form === 'onnx' ? onnx(net) : code(net, form)
}
