/** Files that are chosen or dropped, with the folders that they lie in. What is in them, the worker reads. */

import { LIMITS } from '../engine/generated/schema'
import { hidden } from '../run/reading/paths'
import { say } from './say'

/** For the dialog in which files are chosen. */
export const ACCEPT = '.csv,.tsv,.txt,.glow,.json,.png,.jpg,.jpeg,.webp,.npz,.zip,.gz,.idx,.idx1-ubyte,.idx3-ubyte'

export type Chosen = {
  readonly files: File[]
  /** The file's name, or in a folder the path from there, which begins with the folder's name. */
  readonly paths: string[]
}

/** One more than may be: the worker says so. */
const MOST = LIMITS.archive_files + 1

/** What was chosen in a dialog. */
export function chosen(list: FileList): Chosen {
  return collected(Array.from(list, (file) => [file.webkitRelativePath || file.name, file]))
}

/** What was dropped, folders with all that is in them. To be called while the event is handled: afterwards it is gone. */
export async function dropped({ items, files }: DataTransfer): Promise<Chosen> {
  const entries = Array.from(items).flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return chosen(files) // what a script made has no entries
  const found: [string, File][] = []
  for (const entry of entries) await walk(entry, found)
  return collected(found)
}

/** Hidden files within a folder are left out. */
function collected(found: readonly (readonly [path: string, file: File])[]): Chosen {
  const kept = found.filter(([path]) => !path.split('/').slice(1).some(hidden)).slice(0, MOST)
  return { files: kept.map(([, file]) => file), paths: kept.map(([path]) => path) }
}

async function walk(entry: FileSystemEntry, found: [string, File][]): Promise<void> {
  const path = entry.fullPath.replace(/^[/]/, '')
  if (found.length >= MOST || (path.includes('/') && hidden(entry.name))) return
  if (entry.isFile) {
    found.push([path, await asked((entry as FileSystemFileEntry).file.bind(entry), path)])
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const next = (): Promise<FileSystemEntry[]> => asked(reader.readEntries.bind(reader), path)
  for (let some = await next(); some.length > 0; some = await next()) {
    for (const one of some) await walk(one, found)
  }
}

/** What a function gives that answers by calling back. */
function asked<Answer>(
  ask: (resolve: (answer: Answer) => void, reject: (error: DOMException) => void) => void,
  path: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    ask(resolve, ({ message }) => {
      reject(new Error(say('unreadable', `'${path}'`, message)))
    })
  })
}
