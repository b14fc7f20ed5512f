import type { Duty } from "./duties.ts"

/**
 * Those of a party's duties that another party of the case may know of. Of what a carrier owes to the people of a retailer only that
 * retailer does; what it owes to people of no known retailer is nobody else's business once there is such a duty, but of those who asked for it or
 * stepped in before.
 */
export const dutiesToldTo = (duties: readonly Duty[], readerId: string): readonly Duty[] => {
  const divided = new Set(
    duties.flatMap(({ party, kind, towards }) => (towards === undefined ? [] : [`${party}#${kind}`])),
  )
  return duties.filter(({ party, kind, towards, requests, offered, takenOver }) => {
    if (party === readerId || towards === readerId) return true
    if (towards !== undefined) return false
    return !divided.has(`${party}#${kind}`) || [...requests, offered, takenOver].some((mark) => mark?.by === readerId)
  })
}

/**
 * A duty as far as a party may hear of it: what parties that it deals with asked of it and did about it. That somebody else asked or stepped in is
 * left out, and the duty stands as it stood for this party.
 *
 * @param heard ids of the parties that the reader deals with, its own among them
 */
export function dutyAsHeard(duty: Duty, heard: ReadonlySet<string>): Duty {
  const requests = duty.requests.filter(({ by }) => by === "hub" || heard.has(by))
  const { offered, takenOver, ...rest } = duty
  const isStranger = (mark: { by: string } | undefined) => mark !== undefined && !heard.has(mark.by)
  const known = {
    ...rest,
    requests,
    ...(offered === undefined || isStranger(offered) ? {} : { offered }),
    ...(takenOver === undefined || isStranger(takenOver) ? {} : { takenOver }),
  }
  return { ...known, state: stateAsHeard(duty, isStranger, requests.length) }
}

function stateAsHeard(
  { state, offered, takenOver, declined, accepted }: Duty,
  isStranger: (mark: { by: string } | undefined) => boolean,
  requests: number,
): Duty["state"] {
  const asked = requests > 0 ? "requested" : "open"
  if (state === "requested" || state === "unanswered") return requests > 0 ? state : "open"
  const strangers = (state === "takenOver" && isStranger(takenOver)) || (state === "offered" && isStranger(offered))
  if (!strangers) return state
  return declined !== undefined ? "declined" : accepted !== undefined ? "accepted" : asked
}
