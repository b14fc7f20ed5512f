import { useInfiniteQuery } from "@tanstack/react-query"
import { dateOnly } from "../../shared/base/platform/bilingual.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Page } from "../parts/page.tsx"
import { MoreButton, Reading } from "../parts/reading.tsx"
import { AttemptDetails } from "./attempt-details.tsx"
import { RestrictionDetails } from "./restriction-forms.tsx"
import { type Attempt, readAttempts, readRestrictions } from "./restrictions-query.ts"

/** Who is refused, why and until when. */
export function RestrictionsPage() {
  const say = useSay()
  const pages = useInfiniteQuery({
    queryKey: ["restrictions"],
    queryFn: ({ pageParam }) => readRestrictions(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
  })
  const restrictions = pages.data?.pages.flatMap(({ body }) => body.restrictions)
  return (
    <Page title={say("restrictions.title")}>
      <p>{say("restrictions.intro")}</p>
      <Reading of={pages} />
      {restrictions?.length === 0 && !pages.hasNextPage ? <p>{say("restrictions.none")}</p> : null}
      {restrictions?.map((restriction) => (
        <article key={restriction.restrictionId} className="card">
          <h2>{say(`restrictions.scope.${restriction.scope}`)}</h2>
          <RestrictionDetails restriction={restriction} />
        </article>
      ))}
      <MoreButton pages={pages}>{say("restrictions.more")}</MoreButton>
      <RefusedAttempts />
    </Page>
  )
}

/** Lookups that crossed a threshold and showed nothing of the party, by day. They are no case and have no deadline. */
function RefusedAttempts() {
  const say = useSay()
  const pages = useInfiniteQuery({
    queryKey: ["restrictions", "attempts"],
    queryFn: ({ pageParam }) => readAttempts(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
  })
  const attempts = pages.data?.pages.flatMap(({ body }) => body.attempts) ?? []
  const days = [...Map.groupBy(attempts, ({ day }) => day)]
  return (
    <section>
      <h2>{say("attempts.title")}</h2>
      <p>{say("attempts.intro")}</p>
      <Reading of={pages} />
      {pages.isSuccess && days.length === 0 && !pages.hasNextPage ? <p>{say("attempts.none")}</p> : null}
      {days.map(([day, ofDay]) => (
        <DayOfAttempts key={day} day={day} attempts={ofDay} />
      ))}
      <MoreButton pages={pages}>{say("attempts.more")}</MoreButton>
    </section>
  )
}

function DayOfAttempts({ day, attempts }: { readonly day: string; readonly attempts: readonly Attempt[] }) {
  const say = useSay()
  const { language } = useLanguage()
  return (
    <article className="card">
      <h3>{say("attempts.day", { day: dateOnly(day, language), count: attempts.length })}</h3>
      <details>
        <summary>{say("attempts.show")}</summary>
        <ul>
          {attempts.map((attempt) => (
            <li key={attempt.attemptId}>
              <AttemptDetails attempt={attempt} />
            </li>
          ))}
        </ul>
      </details>
    </article>
  )
}
