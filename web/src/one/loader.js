// Puts the page together from the files that lie in this one, as modules of its own making.

/** @typedef {Readonly<Record<string, string>>} Files */
/** @typedef {{ entry: string, worker: string, scripts: Files, training: Files, styles: string[], fonts: Files }} Packed */

/** @param {string} id */
function unpacked(id) {
  const text = document.getElementById(id)?.textContent ?? ''
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')))
}

/**
 * Tells the address of a module by its name; what it imports is found in the same files, what comes later when it is wanted.
 *
 * @param {Files} files
 */
function library(files) {
  /** @type {Record<string, string>} */
  const addresses = {}
  /** @type {(name: string) => string} */
  const address = (name) => {
    const text = files[name]
    if (text === undefined) throw new Error(`expected a part of this page, got ${name}, which is none`)
    const linked = text
      .replace(/\b((?:from|import)["'`])\.\/([\w.-]+)(?=["'`])/g, (_, before, other) => before + address(other))
      .replace(/\bimport\((["'`])\.\/([\w.-]+)\1\)/g, 'import(neuroglow.address(`$2`))')
      .replace(/\b__vite__mapDeps\(\[[\d,]*\]\)/g, '[]')
    return (addresses[name] ??= URL.createObjectURL(new Blob([linked], { type: 'text/javascript' })))
  }
  return address
}

/** @type {Packed} */
const { entry, worker, scripts, training, styles, fonts } = await unpacked('files').json()
const address = library(scripts)

/** No module at first: from disk, browsers start none. What it is sent before it stands, it gets when it does. */
const WORKER = `${library}
const early = []
self.onmessage = (event) => early.push(event)
self.neuroglow = { address: library(${JSON.stringify(training)}) }
import(neuroglow.address(${JSON.stringify(worker)})).then(() => {
  for (const event of early) self.onmessage(event)
})`

Object.assign(globalThis, {
  neuroglow: {
    address,
    worker: () => new Worker(URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }))),
    engine: () => unpacked('engine').arrayBuffer(),
  },
})

document.adoptedStyleSheets = styles.map((text) => {
  const sheet = new CSSStyleSheet()
  const inside = text.replace(/url\(["']?\.\/([\w.-]+\.woff2)["']?\)/g, (_, name) =>
    name in fonts ? `url(data:font/woff2;base64,${fonts[name]})` : 'local("Inter")',
  )
  sheet.replaceSync(inside)
  return sheet
})
await import(address(entry))

export {}
