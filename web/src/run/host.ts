/** What the page gets from the host that it came from; the page as one file has it in itself, from its loader. */

type Packed = { readonly worker: () => Worker; readonly engine: () => Promise<ArrayBuffer> }
const { neuroglow: packed } = globalThis as { readonly neuroglow?: Packed }

/** Whether there is this page alone: no lessons, no kept runs, nothing that a host would have. */
export const ALONE = packed !== undefined

export const makeWorker = (): Worker =>
  packed?.worker() ?? new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

/** The folder of the engine, or the engine itself. */
export const findEngine = async (): Promise<string | ArrayBuffer> =>
  packed?.engine() ?? new URL('engine/', document.baseURI).href
