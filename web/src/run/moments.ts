/** Some of the moments that a run remembers: enough to draw its way by. */

/** About so many, at even distances; and about so many of them in every doubling of the time, since time is drawn by its logarithm too. */
const EVENLY = 48
const EACH_OCTAVE = 8

/** Which ones are chosen does not change as the run goes on, they only get fewer, so that what is known of them can be kept. */
export function someOf<Moment extends { readonly step: number }>(moments: readonly Moment[]): readonly Moment[] {
  const last = moments.at(-1)?.step ?? 0
  const grid = 2 ** Math.max(0, Math.ceil(Math.log2(last / EVENLY)))
  let [before, beforeInOctave] = [-1, -1]
  return moments.filter(({ step }) => {
    const even = Math.floor(step / grid)
    const octave = Math.floor(Math.log2(step + 1))
    const inOctave = octave * EACH_OCTAVE + Math.floor(((step + 1) / 2 ** octave - 1) * EACH_OCTAVE)
    const chosen = even !== before || inOctave !== beforeInOctave
    ;[before, beforeInOctave] = [even, inOctave]
    return chosen
  })
}
