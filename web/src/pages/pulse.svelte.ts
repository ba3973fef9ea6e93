/** In slow motion, a pulse of light runs through the network with every step: the signal on its way forward. */

import { SPEEDS, type Playback } from '../run/playback.svelte'

const MILLIS = 700
/** Faster than this, pulses would flicker. */
const FASTEST_SEEN = 2

export class Pulse {
  /** 0 to 1 on the way from the inputs to the outputs; null when there is none. */
  at = $state.raw<number | null>(null)
  #still = matchMedia('(prefers-reduced-motion: reduce)')
  #started = 0
  #running = false

  constructor(of: () => Playback) {
    let step = -1
    $effect(() => {
      const playback = of()
      const { frame } = playback
      if (frame === null || frame.step === step) return
      const slow = (SPEEDS[playback.speed] ?? Infinity) <= FASTEST_SEEN || (!playback.playing && frame.taken === 1)
      step = frame.step
      if (slow && frame.taken > 0 && !this.#still.matches) this.#run()
    })
  }

  #run(): void {
    this.#started = performance.now()
    if (this.#running) return
    this.#running = true
    const move = (now: number): void => {
      const share = Math.max(0, (now - this.#started) / MILLIS)
      this.#running = share < 1.15
      this.at = this.#running ? share : null
      if (this.#running) requestAnimationFrame(move)
    }
    requestAnimationFrame(move)
  }
}
