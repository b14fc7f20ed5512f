import { unwatchedInWords } from "../../shared/desk/dossier/unwatched-sentences.ts"
import { useSession } from "../api/session.ts"
import { useLanguage } from "../language/language-provider.tsx"
import type { CaseView } from "./case-view.ts"

/** The hours in which nobody watched the carrier's tool, and what that leaves open. Nothing if there are none. */
export function UnwatchedHours({ hours = [] }: { readonly hours: CaseView["unwatched"] }) {
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const sentences = unwatchedInWords(hours, { language, timeZone })
  return sentences.map((sentence) => (
    <p key={sentence} className="unwatched">
      <strong>{sentence}</strong>
    </p>
  ))
}
