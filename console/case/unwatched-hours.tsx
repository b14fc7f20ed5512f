import { unknownInWords, unwatchedInWords } from "../../shared/desk/dossier/unwatched-sentences.ts"
import { useSession } from "../api/session.ts"
import { useLanguage } from "../language/language-provider.tsx"
import type { CaseView } from "./case-view.ts"

type Watched = { readonly hours: CaseView["unwatched"]; readonly because?: CaseView["unknownBecause"] }

/** Why more may have been shown: hours in which nobody watched the carrier's tool, and other reasons. */
export function UnwatchedHours({ hours = [], because = [] }: Watched) {
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const sentences = [...unwatchedInWords(hours, { language, timeZone }), ...unknownInWords(because, language)]
  return sentences.map((sentence) => (
    <p key={sentence} className="unwatched">
      <strong>{sentence}</strong>
    </p>
  ))
}
