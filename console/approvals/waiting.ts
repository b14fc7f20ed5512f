import type { Approval } from "./approval.ts"

type Waiting = readonly Approval[]

/** What waits about a duty of the party. */
export const waitingOfDuty = (waiting: Waiting, duty: { readonly dutyId: string }): Approval | undefined =>
  waiting.find(({ request }) => request.action === "duty" && request.dutyId === duty.dutyId)

/** The answer to a question of a law that waits. */
export const waitingOfQuestion = (
  waiting: Waiting,
  { law, test }: { readonly law: string; readonly test: string },
): Approval | undefined =>
  waiting.find(({ request }) => {
    const assessment = request.action === "facts" ? request.facts.assessment : undefined
    return assessment?.law === law && assessment.test === test
  })

export const waitingClosing = (waiting: Waiting): Approval | undefined =>
  waiting.find(({ request }) => request.action === "closing")
