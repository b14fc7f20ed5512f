/** How far the hub's clock is ahead of the browser's, in milliseconds. */
let ahead = 0

/** Takes the hub's time from the header `date` of an answer, so that a wrong clock of this computer does no harm. */
export function noteServerTime(date: string | null): void {
  const time = date === null ? Number.NaN : Date.parse(date)
  // The header has no fraction of a second.
  if (Number.isFinite(time)) ahead = Math.abs(time - Date.now()) < 2_000 ? 0 : time - Date.now()
}

/** The present, by the hub's clock. */
export const now = (): Date => new Date(Date.now() + ahead)
