/** Saves a text, or what came from elsewhere, as a file on the person's own computer. Nothing is sent. */
export function saveFile(name: string, contentType: string, content: string | Blob): void {
  const address = URL.createObjectURL(new Blob([content], { type: contentType }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to save by the end of the next minute.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
