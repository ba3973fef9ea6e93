/** Milliseconds of work between two pauses. */
const SLICE = 20
let breath = 0

/** Lets other requests be answered, when it is time again. */
export async function breathe(): Promise<void> {
  if (performance.now() - breath < SLICE) return
  await new Promise((resolve) => setTimeout(resolve))
  breath = performance.now()
}
