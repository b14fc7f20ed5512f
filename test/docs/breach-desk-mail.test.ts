import { readFileSync } from "node:fs"
import { expect, it } from "@jest/globals"
import * as z from "zod"
import { breachCaseOpened } from "../../shared/base/contracts/breach-case-events.ts"
import { letterOf } from "../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../shared/desk/alerts/mail-reader.ts"
import { mailOf } from "../../shared/parties/channels/letter-mail.ts"

const page = readFileSync(new URL("../../docs/breach-desk.md", import.meta.url), "utf8")
const opened = z.object({ detail: z.object({ data: breachCaseOpened.data }) })

it("the page of the breach desk shows the mail that its event comes with", () => {
  const event: unknown = JSON.parse(/```json\n(\{\n {2}"id"[\s\S]*?)```/.exec(page)?.[1] ?? "null")
  const { timelineHead: _, ...facts } = opened.parse(event).detail.data
  const party = {
    id: "leafline",
    kind: "retailer",
    language: "en",
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  } as const
  const written = letterOf({ kind: "CaseOpened", facts }, mailReader(party, { apiUrl: "https://api.hub.example" }))
  const [, subject, text] = /```text\nSubject: (.*)\n\n([\s\S]*?)\n```/.exec(page) ?? []
  if (written === undefined) throw new Error("there is no mail")
  expect(mailOf(written.letter, facts.openedAt)).toMatchObject({ subject, text })
})
