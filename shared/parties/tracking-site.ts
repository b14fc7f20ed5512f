import * as z from "zod"
import { wordsOfNotice } from "../base/contracts/words-of-notice.ts"

const site = wordsOfNotice.meta({
  description: "The site that people know: its host name, such as maplebooks.example, or its name. No link",
})
const en = wordsOfNotice.meta({ description: "What to choose there, as an English page of it says" })
const fr = wordsOfNotice.meta({ description: "The same as a French page of it says" })

/** Of a site in one language alone, its words are the same in a notice of the other language. */
const entry = z
  .object({ en: en.optional(), fr: fr.optional() })
  .meta({ description: "The words of the link or the button there that leads to tracking" })

const description =
  "Where people track their parcels, if that is the hub's page for recipients or leads to it. Notices then say how to " +
  "get there, without a link, and which code it shows. A notice of a discreet retailer names neither site nor words"

/** Where people track the parcels of a party. Fields that a newer release wrote are dropped. */
export const trackingSite = z.object({ site, entry: entry.optional() }).meta({ description })

/** The same as a party enters it. */
export const enteredTrackingSite = z
  .strictObject({ site, entry: z.strictObject(entry.shape).optional() })
  .meta({ description })
