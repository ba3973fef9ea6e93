/** A small picture of a run, for lists: what its network answers, painted by the page's own painter. */

import { flushSync, mount, unmount } from 'svelte'
import type { Frame, Plan } from '../run/protocol'
import type { Ink } from '../theme/theme.svelte'
import { Picture } from '../views/canvas.svelte'
import SmallOutput from '../views/SmallOutput.svelte'

/** Pixels of its longer side, as it is shown and as it is kept. */
const SIDE = 96
const PIXELS = 128
/** Characters of a picture; a run is kept without a larger one. */
const MOST = 150_000
/** Images on each side of a montage. */
const MONTAGE = 3

/** A PNG in base64; '' where there is nothing to paint. */
export function pictureOf(plan: Plan, frame: Frame, ink: Ink): string {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  const layers = context === null ? [] : painted(plan, frame, ink)
  if (layers.length === 0) return ''
  const [width, height] = plan.size ?? [1, 1]
  const scale = PIXELS / Math.max(width, height)
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  context!.imageSmoothingEnabled = plan.kind !== 'pixels'
  for (const layer of layers) context!.drawImage(layer, 0, 0, canvas.width, canvas.height)
  const [, picture = ''] = canvas.toDataURL('image/png').split(',')
  return picture.length > MOST ? '' : picture
}

function painted(plan: Plan, frame: Frame, ink: Ink): readonly HTMLCanvasElement[] {
  if (plan.kind === 'pixels') return filters(plan, frame)
  if (frame.output === null && frame.curve === null && frame.repainting === null) return []
  const place = document.body.appendChild(document.createElement('div'))
  place.setAttribute('aria-hidden', 'true')
  Object.assign(place.style, { position: 'fixed', left: '-999px', top: '0', width: `${SIDE}px` })
  const view = mount(SmallOutput, { target: place, props: { plan, frame, ink, label: '' } })
  flushSync()
  const found = [...place.querySelectorAll('canvas')].filter(({ width, height }) => width > 0 && height > 0)
  void unmount(view)
  place.remove()
  return found
}

/** What the first neurons look for. */
function filters(plan: Plan, { filters: pixels }: Frame): readonly HTMLCanvasElement[] {
  if (pixels === null || plan.size === null) return []
  const [width, height] = plan.size
  const [size, count] = [4 * width * height, Math.min(MONTAGE * MONTAGE, pixels.length / (4 * width * height))]
  const side = Math.ceil(Math.sqrt(count))
  const canvas = document.createElement('canvas')
  canvas.width = side * (width + 1) - 1
  canvas.height = side * (height + 1) - 1
  const one = new Picture()
  for (let at = 0; at < count; at += 1) {
    one.put(pixels.slice(at * size, (at + 1) * size), width, height)
    canvas.getContext('2d')!.drawImage(one.canvas, (at % side) * (width + 1), Math.floor(at / side) * (height + 1))
  }
  return [canvas]
}
