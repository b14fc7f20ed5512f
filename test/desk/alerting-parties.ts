import type { HandledChanges } from "../../shared/base/platform/stream-pipeline.ts"
import { alertsOf, makeAlertParties } from "../../shared/desk/alerts/send-alerts.ts"
import { letterWriter } from "../../shared/desk/alerts/write-letters.ts"
import type { BreachCaseItem } from "../../shared/desk/cases/case-rows.ts"
import type { CaseDesk } from "../../shared/desk/cases/change-case.ts"
import { sendLetter } from "../../shared/desk/letters/send-letter.ts"
import { countedBytes, type memoryLetterMail } from "../doubles/alert-mail.ts"

/** Where mails lead in tests. */
export const testLinks = { apiUrl: "https://api.hub.example" }

/** What handling a batch of one change did. @throws why it failed */
export function onlyOutcome({ outcomes, failure }: HandledChanges): string | undefined {
  if (failure !== undefined) throw failure
  return outcomes[0]
}

type Tools = Omit<Parameters<typeof makeAlertParties>[0], "loadLetterWriter" | "sendLetter">

/** Alerts the parties of a case about one change: by events and mails, and named counterparties by letters. */
export function alertOne(desk: CaseDesk, tools: Tools, letterMail: ReturnType<typeof memoryLetterMail>) {
  const sendingDesk = { ...desk, letterMail, random: countedBytes(), hubUrl: testLinks.apiUrl }
  const alertAll = makeAlertParties({
    ...tools,
    sendLetter: (sending) => sendLetter(sendingDesk, sending),
    loadLetterWriter: async () => letterWriter(testLinks),
  })
  return async (change: { after?: BreachCaseItem }) => onlyOutcome(await alertAll([alertsOf(change)]))
}
