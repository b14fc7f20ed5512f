import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { Line, Target } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import type { MailWords } from "./mail-words.ts"
import { englishMail } from "./mail-words-en.ts"
import { frenchMail } from "./mail-words-fr.ts"

/** Where a mail leads: to the console if the stage names one, and else to the API. Both without a slash at the end. */
export type CaseLinks = { readonly apiUrl: string; readonly consoleUrl?: string | undefined }

/** For whom a mail is written. */
export type MailReader = {
  readonly language: DocumentLanguage
  readonly timeZone: string
  readonly words: MailWords
  readonly links: CaseLinks
  /** The party, which a link to the console names, so that whoever opens it need not know how to. */
  readonly partyId: string
  readonly kind: Party["kind"]
}

const words: Readonly<Record<DocumentLanguage, MailWords>> = { en: englishMail, fr: frenchMail }

/** The contacts of a party: they read its language, in its time zone. */
export function mailReader(
  { id, kind, language, jurisdiction }: Pick<Party, "id" | "kind" | "language" | "jurisdiction">,
  links: CaseLinks,
): MailReader {
  return { language, timeZone: jurisdiction.timeZone, words: words[language], links, partyId: id, kind }
}

type Call = { readonly method: "GET" | "POST"; readonly path?: string }

/** A sentence that leads to the page of the console that it is about, or to the call of the API. */
export function withLink(reader: MailReader, sentence: string, caseUrl: string, call: Call): Line {
  return { text: sentence, to: targetOf(reader, caseUrl, call) }
}

/** A step of a mail that has shown the page already: with the console it needs no link again. */
export function step(reader: MailReader, sentence: string, caseUrl: string, call: Call): Line {
  return reader.links.consoleUrl === undefined ? withLink(reader, sentence, caseUrl, call) : { text: `${sentence}.` }
}

/** The page of a case in the console, if the stage has one. */
export function pageOf({ links: { consoleUrl }, partyId }: MailReader, caseUrl: string): string | undefined {
  if (consoleUrl === undefined) return undefined
  return `${consoleUrl}/cases/${aliasIn(caseUrl)}?${new URLSearchParams({ party: partyId })}`
}

function targetOf(reader: MailReader, caseUrl: string, { method, path = "" }: Call): Target {
  const url = pageOf(reader, caseUrl)
  return url === undefined ? { method, url: `${reader.links.apiUrl}/v1/cases/${aliasIn(caseUrl)}${path}` } : { url }
}

/** The alias that leads a case, as its URL names it. */
export const aliasIn = (caseUrl: string): string => caseUrl.slice(caseUrl.lastIndexOf("/") + 1)
