/** What the page gets from the host that it came from; the page as one file has it in itself, see one/host.ts. */

/** Whether there is this page alone: no lessons, no kept runs, nothing that a host would have. */
export const ALONE = false as boolean

export const makeWorker = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

/** The folder of the engine, or the engine itself. */
export const findEngine = async (): Promise<string | ArrayBuffer> => new URL('engine/', document.baseURI).href
