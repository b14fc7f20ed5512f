import { useInfiniteQuery, useMutation } from "@tanstack/react-query"
import { Link } from "react-router"
import { pollMilliseconds } from "../api/polling.ts"
import { useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { PendingButton } from "../parts/pending-button.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { MoreButton, Reading } from "../parts/reading.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { useEntrySentence } from "./entry-sentence.ts"
import { readTimeline, type TimelineEntry, verifyTimeline } from "./timeline-query.ts"

/** All that happened in the case as far as the party may know it, and whether its chain is whole. */
export function TimelinePart() {
  const say = useSay()
  const { caseAlias, timelineHead } = useCase().view
  const pages = useInfiniteQuery({
    queryKey: [...caseKey(caseAlias), "timeline", timelineHead.seq],
    queryFn: ({ pageParam }) => readTimeline(caseAlias, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    placeholderData: (before) => before,
    refetchInterval: pollMilliseconds,
  })
  const entries = pages.data?.pages.flatMap(({ body }) => body.entries) ?? []
  return (
    <>
      <p>{say("timeline.intro")}</p>
      <VerifyTimeline />
      <Reading of={pages} />
      <ol className="timeline">
        {entries.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      <MoreButton pages={pages}>{say("timeline.more")}</MoreButton>
    </>
  )
}

function Entry({ entry: { seq, at, type, actor, data, hash } }: { readonly entry: TimelineEntry }) {
  const say = useSay()
  const { sentence, place } = useEntrySentence()({ type, actor, data })
  return (
    <li value={seq}>
      <p>
        <Moment at={at} />
      </p>
      <p>
        {sentence} {place === undefined ? null : <Link to={place.to}>{place.title}</Link>}
      </p>
      <details>
        <summary>{say("timeline.details", { seq })}</summary>
        {actor === "hub" ? null : <p>{say("partySignature" in data ? "timeline.signed" : "timeline.asReceived")}</p>}
        <pre lang="en">{JSON.stringify(data, undefined, 2)}</pre>
        <p className="hash">
          {say("timeline.hash")} <code>{hash}</code>
        </p>
      </details>
    </li>
  )
}

/** Checks the chain of the timeline when somebody asks, and shows its head. */
function VerifyTimeline() {
  const say = useSay()
  const { caseAlias, timelineHead } = useCase().view
  const check = useMutation({ mutationFn: () => verifyTimeline(caseAlias) })
  return (
    <section className="card" aria-labelledby="chain">
      <h3 id="chain">{say("timeline.chain")}</h3>
      <dl className="facts">
        <div>
          <dt>{say("timeline.head", { seq: timelineHead.seq })}</dt>
          <dd>
            <code>{timelineHead.hash}</code>
          </dd>
        </div>
      </dl>
      <PendingButton isPending={check.isPending} onPress={() => check.mutate()}>
        {say("timeline.verify")}
      </PendingButton>
      {check.error === null ? null : <ProblemText problem={check.error} isAnswer />}
      {check.data === undefined ? null : (
        <p role="status" className={check.data.isWhole && check.data.isSigned ? "good" : "problem"}>
          {say(outcomeOf(check.data), { count: check.data.entries })}
        </p>
      )}
    </section>
  )
}

function outcomeOf({ isWhole, isSigned }: { readonly isWhole: boolean; readonly isSigned: boolean }) {
  if (!isWhole) return "timeline.broken"
  return isSigned ? "timeline.whole" : "timeline.unsigned"
}
