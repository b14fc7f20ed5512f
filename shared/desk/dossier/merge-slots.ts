import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { daySpan, type Pair, pair, say } from "../../base/platform/bilingual.ts"
import { endOfHour } from "../../base/platform/instants.ts"
import { fieldInWords } from "./codes-in-words.ts"
import type { Block, DossierDocument } from "./document.ts"

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
  lookedUp: pair("Looked up", "Consultation"),
  shown: pair("What was shown", "Ce qui a été affiché"),
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

export const partsOfLine = (line: string): readonly SlotPart[] =>
  line
    .split(/(«[^«»]+»)/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("«") ? { slot: part.slice(1, -1) } : { text: part }))

/** A block, or lines with slots. */
export type LetterBlock = Block | { readonly kind: "slots"; readonly lines: readonly string[] }

/** What only a person's own letter has at its head. */
export type LinesOfPerson = {
  /** Below the sender. */
  readonly address: readonly string[]
  /** Below the title: which delivery it is about. */
  readonly delivery: readonly string[]
}

/** A notice as it goes to one person, in the formats that are edited before they are sent. */
type LetterToOne = LinesOfPerson & {
  readonly sections: readonly { readonly heading: string; readonly blocks: readonly LetterBlock[] }[]
}

/** What is known of one delivery. Times are ISO instants. */
export type SeenDelivery = {
  readonly fields: readonly string[]
  readonly firstExposureAt: string
  readonly lastExposureAt: string
  /** Nobody knows whether it was looked up. */
  readonly isPossible: boolean
}

/**
 * What fills the slots about a delivery, from its own facts: when it was looked up and what was shown.
 *
 * @param seen the parcels of one order, or one parcel. Those that were seen are told, and possible ones only if there
 *   are no others
 */
export function slotsOfDelivery(
  seen: readonly SeenDelivery[],
  { timeZone, language }: { readonly timeZone: string; readonly language: DocumentLanguage },
): Record<"lookedUp" | "shown", string> {
  const sure = seen.filter(({ isPossible }) => !isPossible)
  const told = sure.length > 0 ? sure : seen
  const times = told.flatMap(({ firstExposureAt, lastExposureAt }) => [firstExposureAt, lastExposureAt]).sort()
  const when = daySpan(times[0] ?? "", endOfHour(times.at(-1) ?? ""), timeZone, language)
  const names = [...new Set(told.flatMap(({ fields }) => fields))].map((field) => fieldInWords(field, language))
  const shown = names.length > 0 ? names.join(", ") : say(language, "not known", "on l’ignore")
  return sure.length > 0
    ? {
        lookedUp: say(language, `was looked up ${when}`, `a été consultée ${when}`),
        shown: say(language, `Shown: ${shown}`, `Affiché : ${shown}`),
      }
    : {
        lookedUp: say(language, `may have been looked up ${when}`, `a peut-être été consultée ${when}`),
        shown: say(language, `May have been shown: ${shown}`, `Peut-être affiché : ${shown}`),
      }
}

/**
 * A document with a person's slots: a notice to people, and no public one. What was shown of the person's delivery
 * takes the place of what was shown of all. An early notice does not say it: nobody knows yet.
 *
 * @param caseAlias the code, which the notice of a discreet retailer gives in its text already
 */
export function letterToOne(
  { kind, addressee, noticeKind, language, furtherLanguage, sections }: DossierDocument,
  caseAlias: string,
): LetterToOne {
  if (kind !== "notice" || addressee !== undefined || noticeKind === "publicNotice")
    return { address: [], delivery: [], sections }
  const at = (slot: MergeSlot) => slotIn(slot, language)
  const givesCode = JSON.stringify(sections).includes(caseAlias)
  const code = pair(`Code for your questions: ${at("code")}.`, `Code pour vos questions : ${at("code")}.`)
  const address = [`${at("firstName")} ${at("lastName")}`, at("address"), `${at("city")} ${at("postalCode")}`]
  // The sentences about the delivery are in the two languages of the exchange alone.
  if (furtherLanguage !== undefined) return { address, delivery: [], sections }
  const yours = say(language, `Your delivery ${at("delivery")}`, `Votre livraison ${at("delivery")}`)
  const last = givesCode ? [] : [code[language]]
  if (noticeKind === "earlyNotice")
    return { address, delivery: [say(language, `${yours} is concerned.`, `${yours} est visée.`), ...last], sections }
  const shown = `${at("shown")}.`
  // Of what is new since, the place of a general list says nothing: the line below the title says what was shown.
  const inPlace = noticeKind === undefined && sections.some(({ blocks }) => blocks.some(isGeneral))
  const seen = `${yours} ${at("lookedUp")}.`
  return {
    address,
    delivery: [inPlace ? seen : `${seen} ${shown}`, ...last],
    sections: sections
      .map(({ heading, blocks }) => ({ heading, blocks: withoutGeneral(blocks, inPlace ? [shown] : []) }))
      .filter(({ blocks }) => blocks.length > 0),
  }
}

const isGeneral = (block: Block): boolean => "general" in block && block.general === true

/** Blocks with these lines in place of what they say of all deliveries. */
function withoutGeneral(blocks: readonly Block[], lines: readonly string[]): readonly LetterBlock[] {
  const first = blocks.findIndex(isGeneral)
  return blocks.flatMap((block, index): readonly LetterBlock[] => {
    if (!isGeneral(block)) return [block]
    return index === first && lines.length > 0 ? [{ kind: "slots", lines }] : []
  })
}
