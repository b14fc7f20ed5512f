/** Saves a text as a file on the person's own computer. Nothing is sent. */
export function saveFile(name: string, contentType: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: contentType }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to save by the end of the next minute.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
