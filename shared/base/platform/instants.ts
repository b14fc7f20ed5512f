export const daySeconds = 86_400

export const dayMilliseconds = daySeconds * 1_000

const hourMilliseconds = 3_600_000

/** The earlier of two ISO instants in UTC. */
export function earlier(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other
}

/** The later of two ISO instants in UTC. */
export function later(one: string, other: string): string {
  return Date.parse(one) >= Date.parse(other) ? one : other
}

/** The last millisecond of the UTC hour of an ISO instant. */
export function endOfHour(instant: string): string {
  return new Date((Math.floor(Date.parse(instant) / hourMilliseconds) + 1) * hourMilliseconds - 1).toISOString()
}
