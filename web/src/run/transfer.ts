/** What moves from the worker to the page instead of being copied. */

/** The memory of all arrays in a reply: the worker has it no longer when it is sent. */
export function transferable(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer)
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) transferable(part, found)
  return found
}
