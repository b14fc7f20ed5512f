import type { Duty } from "./duties.ts"

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
