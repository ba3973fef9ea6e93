/** Kept runs as files: what they are called when they are taken along. */

export const RUN_SUFFIX = '.glow'

/** A name that every system can write: of what the run is called, only letters, digits and a few signs stay. */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}._ -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  return `${[...plain].slice(0, 80).join('').trim() || 'run'}${RUN_SUFFIX}`
}
