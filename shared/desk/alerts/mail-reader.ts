import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { labelled } from "../../base/platform/bilingual.ts"
import type { Line } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import type { MailWords } from "./mail-words.ts"
import { englishMail } from "./mail-words-en.ts"
import { frenchMail } from "./mail-words-fr.ts"

/** Where a mail leads: to the console, if the stage names one. Addresses have no slash at the end. */
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
  /** To whom it reports under laws that leave it open. */
  readonly authorities?: Party["authorities"]
}

const words: Readonly<Record<DocumentLanguage, MailWords>> = { en: englishMail, fr: frenchMail }

/** The contacts of a party: they read its language, in its time zone. */
export function mailReader(
  {
    id,
    kind,
    language,
    jurisdiction,
    authorities,
  }: Pick<Party, "id" | "kind" | "language" | "jurisdiction" | "authorities">,
  links: CaseLinks,
): MailReader {
  return { language, timeZone: jurisdiction.timeZone, words: words[language], links, partyId: id, kind, authorities }
}

/** A sentence that leads to the page of a case in the console. Without a console it names the guide. */
export const withLink = (reader: MailReader, sentence: string, caseUrl: string): Line =>
  linked(reader, sentence, pageOf(reader, caseUrl))

/** A sentence that leads to a page, or names the guide if the stage has no console. */
export const linked = ({ words, language }: MailReader, sentence: string, url: string | undefined): Line =>
  url === undefined ? { text: labelled(sentence, words.seeGuide, language) } : { text: sentence, to: { url } }

/** A step of a mail that has shown the page already, and needs no link again. */
export const step = (sentence: string): Line => ({ text: `${sentence}.` })

/** The page of a case in the console, if the stage has one. */
export function pageOf({ links: { consoleUrl }, partyId }: MailReader, caseUrl: string): string | undefined {
  if (consoleUrl === undefined) return undefined
  return `${consoleUrl}/cases/${aliasIn(caseUrl)}?${new URLSearchParams({ party: partyId })}`
}

/** The alias that leads a case, as its URL names it. */
export const aliasIn = (caseUrl: string): string => caseUrl.slice(caseUrl.lastIndexOf("/") + 1)
