import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { moment, pair, say } from "../../base/platform/bilingual.ts"
import { regulators } from "../law/regulators.ts"

/** Entries of the timeline about views for regulators. */
export const viewEntryWords = {
  RegulatorViewOpened: pair("View opened for a regulator", "Consultation ouverte à un organisme de contrôle"),
  RegulatorViewRead: pair("View read with its link", "Consultation au moyen de son lien"),
  RegulatorViewRevoked: pair("View for a regulator revoked", "Consultation révoquée"),
}

/** What the entry of a view says. Other entries have none of it. */
export const viewInEntry = {
  regulator: ownString().optional().catch(undefined),
  endsAt: ownString().optional().catch(undefined),
}
const entry = z.object(viewInEntry)

/** The name of a regulator. */
export const regulatorInWords = (code: string, language: DocumentLanguage): string =>
  regulators.get(code)?.name[language] ?? code

/** For which regulator a view is, and until when. */
export function ofViewInWords(
  { regulator, endsAt }: z.infer<typeof entry>,
  { language, timeZone }: { language: DocumentLanguage; timeZone: string },
): string[] {
  if (regulator === undefined || endsAt === undefined) return []
  const end = moment(endsAt, timeZone, language)
  return [regulatorInWords(regulator, language), `${say(language, "until", "jusqu’au")} ${end}`]
}
