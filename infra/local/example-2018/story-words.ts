import { DateTime } from "luxon"
import type { LawOrContract } from "../../../shared/base/contracts/words.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"

/** The zone of the example's times. */
const timeZone = "America/Toronto"

/** An instant as the story writes it: Nov 26, 09:14. */
export const inToronto = (at: string): string => written(at, "LLL d, HH:mm")

/** An instant of which the story counts the seconds. */
export const inTorontoToTheSecond = (at: string): string => written(at, "LLL d, HH:mm:ss")

function written(at: string, format: string): string {
  return DateTime.fromISO(at).setZone(timeZone).setLocale("en").toFormat(format)
}

/** The short name of a law; of no law, nothing. */
export function lawInWords(id: LawOrContract | undefined): string {
  return lawCatalogue.find((law) => law.id === id)?.shortName.en ?? ""
}
