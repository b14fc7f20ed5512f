import { useQuery } from "@tanstack/react-query"
import { useSession } from "../api/session.ts"
import { useCase } from "../case/case-context.tsx"
import { caseKey } from "../case/case-query.ts"
import { useEntrySentence } from "../case/entry-sentence.ts"
import { entriesSince } from "../case/timeline-query.ts"
import { useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"

/** What is listed of what others did, at most. */
const mostShown = 5

/** What colleagues and other parties have done in the case since an entry of its timeline, the latest last. */
export function Meanwhile({ since }: { readonly since: number }) {
  const say = useSay()
  const { userId } = useSession()
  const { caseAlias, timelineHead } = useCase().view
  const inWords = useEntrySentence()
  const { data = [] } = useQuery({
    queryKey: [...caseKey(caseAlias), "since", since, timelineHead.seq],
    queryFn: () => entriesSince(caseAlias, since),
    enabled: timelineHead.seq > since,
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
            {inWords(entry).sentence} <Moment at={entry.at} />
          </li>
        ))}
      </ul>
    </>
  )
}
