/** A file in the hub's bucket of documents. */
export type DocumentFile = {
  readonly key: string
  readonly contentType: string
  /** The name under which a browser saves it. */
  readonly name: string
  readonly content: Uint8Array
}

/** Where drawn documents are written. */
export type DocumentFiles = {
  /** Writes a file once: one that is there stays as it is. */
  write(file: DocumentFile): Promise<void>
}

/** Makes links to drawn documents. */
export type DocumentLinks = {
  /** A URL with which anybody can read the file for this many seconds. */
  linkTo(key: string, seconds: number): Promise<string>
}
