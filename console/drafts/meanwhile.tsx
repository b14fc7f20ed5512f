import { useQuery } from "@tanstack/react-query"
import { useContext } from "react"
import { labelled } from "../../shared/base/platform/bilingual.ts"
import { entryTypeInWords } from "../../shared/desk/dossier/entry-types-in-words.ts"
import { usePersonWords } from "../api/colleagues.ts"
import { useSession } from "../api/session.ts"
import { CaseContext } from "../case/case-context.tsx"
import { caseKey } from "../case/case-query.ts"
import { entriesSince, type TimelineEntry } from "../case/timeline-query.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"

/** What is listed of what others did, at most. */
const mostShown = 5

/** What colleagues and other parties have done in the case since an entry of its timeline, the latest last. */
export function Meanwhile({ since }: { readonly since: number }) {
  const say = useSay()
  const { language } = useLanguage()
  const { userId } = useSession()
  const view = useContext(CaseContext)?.view
  const nameWho = useWho(view?.caseAlias ?? "")
  const { data = [] } = useQuery({
    queryKey: [...caseKey(view?.caseAlias ?? ""), "since", since, view?.timelineHead.seq],
    queryFn: () => entriesSince(view?.caseAlias ?? "", since),
    enabled: view !== undefined && view.timelineHead.seq > since,
    placeholderData: (before) => before,
  })
  const others = data.filter(({ actor, type, data: { officer } }) => {
    // Reading a list changes nothing.
    return actor !== "hub" && officer !== userId && type !== "ExposuresExported"
  })
  if (others.length === 0) return null
  return (
    <>
      <p>{say("draft.meanwhile")}</p>
      <ul>
        {others.slice(-mostShown).map((entry) => (
          <li key={entry.seq}>
            {labelled(nameWho(entry), entryTypeInWords(entry.type, language), language)}, <Moment at={entry.at} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Who did what an entry says: a person of the own party by name, or another party by its alias. */
function useWho(caseAlias: string): (entry: TimelineEntry) => string {
  const say = useSay()
  const namePerson = usePersonWords()
  return ({ actor, data: { officer } }) => {
    if (actor !== caseAlias) return say("timeline.otherParty", { alias: actor })
    return namePerson(typeof officer === "string" ? officer : undefined)
  }
}
