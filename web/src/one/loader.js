// Unpacks style and script, and puts them into the page; the policy knows both by their hashes.
for (const kind of ['style', 'script']) {
  const packed = /** @type {HTMLElement} */ (document.getElementById(`packed-${kind}`))
  const bytes = Uint8Array.from(atob(packed.textContent), (character) => character.charCodeAt(0))
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const element = document.createElement(kind)
  if (element instanceof HTMLScriptElement) element.type = 'module'
  element.textContent = await new Response(unpacked).text()
  packed.remove()
  document.head.append(element)
}

export {}
