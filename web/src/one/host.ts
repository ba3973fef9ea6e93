/** Stands in for run/host.ts in the page as one file: worker and engine lie in the file. */

import InlineWorker from '../run/worker.ts?worker&inline'
import { unpacked } from './parcel'

export const ALONE = true as boolean

export const makeWorker = (): Worker => new InlineWorker()

export const findEngine = async (): Promise<string | ArrayBuffer> => (await unpacked('engine')).arrayBuffer()
