// Puts the page together from the files that lie in this one, as modules of its own making.
const packed = (id) => {
  const text = document.getElementById(id)?.textContent ?? ''
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')))
}

/** The address of a module by its name; what it imports is found in the same files, what comes later when it is wanted. */
function library(files) {
  const addresses = {}
  const address = (name) => {
    if (!Object.hasOwn(files, name)) throw new Error(`expected a part of this page, got ${name}, which is none`)
    const text = files[name]
      .replace(/\b((?:from|import)["'`])\.\/([\w.-]+)(?=["'`])/g, (_, before, other) => before + address(other))
      .replace(/\bimport\((["'`])\.\/([\w.-]+)\1\)/g, 'import(neuroglow.address(`$2`))')
      .replace(/\b__vite__mapDeps\(\[[\d,]*\]\)/g, '[]')
    return (addresses[name] ??= URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))
  }
  return address
}

const { entry, worker, scripts, training, styles, fonts } = await (await packed('files')).json()

/** No module at first: from disk, browsers start none. What it is sent before it stands, it gets when it does. */
const WORKER = `${library}
const early = []
self.onmessage = (event) => early.push(event)
self.neuroglow = { address: library(${JSON.stringify(training)}) }
import(neuroglow.address(${JSON.stringify(worker)})).then(() => {
  for (const event of early) self.onmessage(event)
})`

globalThis.neuroglow = {
  address: library(scripts),
  worker: () => new Worker(URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }))),
  engine: async () => (await packed('engine')).arrayBuffer(),
}

const inside = (text) =>
  text.replace(/url\((["']?)\.\/([\w.-]+\.woff2)\1\)/g, (_, quote, name) =>
    Object.hasOwn(fonts, name) ? `url(data:font/woff2;base64,${fonts[name]})` : 'local("Inter")',
  )
document.adoptedStyleSheets = styles.map((text) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(inside(text))
  return sheet
})
await import(neuroglow.address(entry))
