/** The attribute that says in which form a row is. A row without it is in the first form. */
export const rowVersionAttribute = "v"

/**
 * The newest form of rows that this release reads. One number for all tables: a release that has a new form of any row
 * raises it, and reads that form. The release after it writes that form, with this number in the row.
 */
export const newestRowVersion = 1

/** A newer release wrote a row in a form that this one does not know. A retry there can read it. */
export class RowTooNew extends Error {
  override readonly name = "RowTooNew"
  constructor() {
    super("A newer release wrote a row. Deploy that release again, and have this retried")
  }
}

/**
 * @param version what a row has as its version
 * @throws RowTooNew unless this release knows the form of the row
 */
export function requireKnownVersion(version: unknown): void {
  if (version !== undefined && !(typeof version === "number" && version <= newestRowVersion)) throw new RowTooNew()
}
