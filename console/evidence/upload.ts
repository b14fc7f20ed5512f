/** An upload that did not come through. */
export class UploadFailed extends Error {
  override readonly name = "UploadFailed"
}

/** Where a file is sent, and with which headers. */
export type UploadTarget = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

/** The bucket has this very file already. */
const isThereAlready = 412

/**
 * Sends a file to the bucket. It is no call of the hub: the link says all, and no cookie goes along.
 *
 * @param noteSent is told how many bytes were sent so far
 * @throws UploadFailed, also if it was stopped
 */
export function upload(
  file: Blob,
  { url, headers }: UploadTarget,
  { noteSent, signal }: { readonly noteSent: (bytes: number) => void; readonly signal: AbortSignal },
): Promise<void> {
  return new Promise((settle, fail) => {
    // `fetch` does not say how much was sent.
    const request = new XMLHttpRequest()
    request.upload.onprogress = ({ loaded }) => noteSent(loaded)
    request.onload = () => {
      const isStored = request.status === isThereAlready || (request.status >= 200 && request.status < 300)
      return isStored ? settle() : fail(new UploadFailed(`The bucket answered ${request.status}`))
    }
    request.onerror = () => fail(new UploadFailed("The bucket cannot be reached"))
    request.onabort = () => fail(new UploadFailed("Stopped"))
    signal.addEventListener("abort", () => request.abort(), { once: true })
    request.open("PUT", url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.send(file)
  })
}
