import type { paths } from "../../client/api/generated/paths.ts"

export const attemptsKey = ["attempts"] as const

type AttemptsAnswer = paths["/v1/webhooks/attempts"]["get"]["responses"][200]["content"]["application/json"]

export type Attempt = AttemptsAnswer["attempts"][number]

/** Which of the attempts are shown. */
export const whichAttempts = ["all", "refused"] as const

/** Whether the endpoint did not take the event. */
export const isRefused = ({ status }: Pick<Attempt, "status">): boolean =>
  typeof status === "string" || status < 200 || status > 299

/** A time of which events are sent again. */
export type Recovery = Omit<RecoveryBody, "after">

type RecoveryBody = paths["/v1/webhooks/recoveries"]["post"]["requestBody"]["content"]["application/json"]
type Recovered = { readonly events: number; readonly next?: string | undefined }

/** How far a recovery is: events that are sent again, and the place after which it goes on. */
export type RecoveryState = { readonly events: number; readonly after?: string | undefined; readonly isDone: boolean }

export const recoveryBegins: RecoveryState = { events: 0, isDone: false }

/**
 * Has everything of a time sent again. The hub takes some hundred events in each call.
 *
 * @param call one call, which goes on after a place
 * @param from how far it is
 * @param note is told after each call
 * @throws what `call` throws. What was noted last can be gone on from
 */
export async function recoverAll(
  call: (after: string | undefined) => Promise<Recovered>,
  from: RecoveryState,
  note: (state: RecoveryState) => void,
): Promise<RecoveryState> {
  let state = from
  while (!state.isDone) {
    const { events, next } = await call(state.after)
    state = { events: state.events + events, after: next, isDone: next === undefined }
    note(state)
  }
  return state
}
