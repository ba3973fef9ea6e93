/** Offers a file that was made here, as if it were downloaded. */
export function save(file: File): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => {
    URL.revokeObjectURL(address)
  }, 60_000)
}
