import { useMutation } from "@tanstack/react-query"
import { Button } from "react-aria-components"
import { useSay } from "../language/use-say.ts"
import { ProblemText } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import { verifyTimeline } from "./timeline-query.ts"

/** Checks the chain of the timeline when somebody asks, and shows its head. */
export function VerifyTimeline() {
  const say = useSay()
  const { caseAlias, timelineHead } = useCase().view
  const check = useMutation({ mutationFn: () => verifyTimeline(caseAlias) })
  return (
    <section className="card" aria-labelledby="chain">
      <h2 id="chain">{say("timeline.chain")}</h2>
      <dl className="facts">
        <div>
          <dt>{say("timeline.head", { seq: timelineHead.seq })}</dt>
          <dd>
            <code>{timelineHead.hash}</code>
          </dd>
        </div>
      </dl>
      <Button isPending={check.isPending} onPress={() => check.mutate()}>
        {say("timeline.verify")}
      </Button>
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
