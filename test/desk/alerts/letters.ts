import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { dutyDue } from "../../../shared/base/contracts/duty-clock-events.ts"
import { dutyKindSchema } from "../../../shared/base/contracts/words.ts"
import { letterOf } from "../../../shared/desk/alerts/letter-of-message.ts"
import { type CaseLinks, mailReader } from "../../../shared/desk/alerts/mail-reader.ts"
import type { CaseSide, MessageContent } from "../../../shared/desk/cases/outbox-message.ts"
import { mailOf } from "../../../shared/parties/channels/letter-mail.ts"
import type { Party } from "../../../shared/parties/party.ts"

const { timelineHead: _, ...example } = breachCaseOpened.data.parse(breachCaseOpened.examples[0])
export const basis = "Ontario FIPPA s. 40.1"
export const regulator = { dutyId: "r", law: "ca-on-fippa", kind: "tellRegulator", state: "open", basis } as const
export const dueAt = "2026-11-04T14:04:12.000Z"
export const side: CaseSide = { ...example, duties: [{ ...regulator, dueAt, dueIs: "target" }] }
export const dutyFacts = { ...dutyDue.data.parse(dutyDue.examples[0]), basis }
export const { caseAlias } = side
export const at = "2026-11-02T10:00:00.000Z"
export const late = "2026-11-20T10:00:00.000Z"
export const leadingAlias = "WS-8Z3PN5V1RC"
export const merged = { ...side, updatedAt: at, leadingAlias, caseUrl: `/v1/cases/${leadingAlias}` }

export const apiUrl = "https://api.hub.example"
const inOntario = { country: "CA", timeZone: "America/Toronto" }
export const readerOf = (
  language: "en" | "fr",
  { authorities, ...links }: Partial<CaseLinks> & Pick<Party, "authorities"> = {},
) =>
  mailReader({ id: "leafline", kind: "retailer", language, jurisdiction: inOntario, authorities }, { apiUrl, ...links })

/** The mail of a message to a party in Ontario, with its first line. */
export function mailIn(language: "en" | "fr", message: MessageContent, links?: CaseLinks) {
  const written = letterOf(message, readerOf(language, links))
  if (written === undefined) throw new Error("there is no mail")
  const mail = mailOf(written.letter, at)
  const [first = ""] = mail.text.split("\n")
  return { level: written.level, ...mail, first }
}

export const opened = (facts: Partial<CaseSide> = {}): MessageContent => ({
  kind: "CaseOpened",
  facts: { ...side, ...facts },
})

export const dueAll = (due: string): CaseSide["duties"] =>
  dutyKindSchema.options.map((kind) => ({ ...regulator, kind, dueAt: due, dueIs: "target" }))
