import type { DocumentLanguage } from "../../contracts/words.ts"
import { type Pair, pair } from "../../platform/bilingual.ts"
import type { DossierDocument } from "./document.ts"

/**
 * The slots of a notice that a mail merge fills. Each is a column of the list for it, under the same name. The hub has
 * no name and no address of a person: the party fills these columns on its own side.
 */
export const mergeSlots = {
  delivery: pair("Delivery", "Livraison"),
  firstName: pair("First name", "Prénom"),
  lastName: pair("Last name", "Nom"),
  email: pair("Email", "Courriel"),
  address: pair("Address", "Adresse"),
  city: pair("City", "Ville"),
  postalCode: pair("Postal code", "Code postal"),
  shown: pair("What was shown", "Ce qui a été affiché"),
  firstDay: pair("First day", "Premier jour"),
  lastDay: pair("Last day", "Dernier jour"),
  code: pair("Code", "Code"),
} as const satisfies Readonly<Record<string, Pair>>

export type MergeSlot = keyof typeof mergeSlots

/** In the order of the columns. */
export const mergeSlotNames: readonly MergeSlot[] = Object.keys(mergeSlots).filter(isSlot)

function isSlot(name: string): name is MergeSlot {
  return name in mergeSlots
}

/** A slot as it stands in a text. */
const slotIn = (slot: MergeSlot, language: DocumentLanguage): string => `«${mergeSlots[slot][language]}»`

/** A text between slots, or the name of a slot. */
type SlotPart = { readonly text: string } | { readonly slot: string }

/** A line in its parts. */
export const partsOfLine = (line: string): readonly SlotPart[] =>
  line
    .split(/(«[^«»]+»)/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("«") ? { slot: part.slice(1, -1) } : { text: part }))

/** What a notice says to one person alone, in the formats that are edited before they are sent. */
type LinesOfPerson = {
  /** Below the sender. */
  readonly address: readonly string[]
  /** Below the title: which delivery it is about, and what was seen of it. */
  readonly delivery: readonly string[]
}

/** What was seen of a delivery. An early notice does not say it: nobody knows yet. */
const whatWasSeen: Readonly<Record<DocumentLanguage, (at: (slot: MergeSlot) => string) => string>> = {
  en: (at) =>
    `Your delivery ${at("delivery")} was looked up between ${at("firstDay")} and ${at("lastDay")}. Shown: ${at("shown")}.`,
  fr: (at) =>
    `Votre livraison ${at("delivery")} a été consultée entre le ${at("firstDay")} et le ${at("lastDay")}. Affiché : ${at("shown")}.`,
}

/**
 * The lines with a person's slots: of a notice to people alone, and none of a public one.
 *
 * @param caseAlias the code, which the notice of a discreet retailer gives in its text already
 */
export function linesOfPerson(
  { kind, addressee, noticeKind, language, furtherLanguage, sections }: DossierDocument,
  caseAlias: string,
): LinesOfPerson {
  if (kind !== "notice" || addressee !== undefined || noticeKind === "publicNotice")
    return { address: [], delivery: [] }
  const at = (slot: MergeSlot) => slotIn(slot, language)
  const givesCode = JSON.stringify(sections).includes(caseAlias)
  const code = pair(`Code for your questions: ${at("code")}.`, `Code pour vos questions : ${at("code")}.`)
  const address = [`${at("firstName")} ${at("lastName")}`, at("address"), `${at("city")} ${at("postalCode")}`]
  // The sentences about the delivery are in the two languages of the exchange alone.
  if (furtherLanguage !== undefined) return { address, delivery: [] }
  const early = pair(`Your delivery ${at("delivery")} is concerned.`, `Votre livraison ${at("delivery")} est visée.`)
  const seen = noticeKind === "earlyNotice" ? early[language] : whatWasSeen[language](at)
  return { address, delivery: [seen, ...(givesCode ? [] : [code[language]])] }
}
