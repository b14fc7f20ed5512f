import { useInfiniteQuery } from "@tanstack/react-query"
import { Button } from "react-aria-components"
import { useSay } from "../language/use-say.ts"
import { Loading } from "../parts/loading.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { RefusedAttempts } from "./refused-attempts.tsx"
import { RestrictionDetails } from "./restriction-details.tsx"
import { readRestrictions } from "./restrictions-query.ts"

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
      {pages.isPending ? <Loading of={say("app.loading")} /> : null}
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {restrictions?.length === 0 && !pages.hasNextPage ? <p>{say("restrictions.none")}</p> : null}
      {restrictions?.map((restriction) => (
        <article key={restriction.restrictionId} className="card">
          <h2>{say(`restrictions.scope.${restriction.scope}`)}</h2>
          <RestrictionDetails restriction={restriction} />
        </article>
      ))}
      {pages.hasNextPage ? (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say("restrictions.more")}
        </Button>
      ) : null}
      <RefusedAttempts />
    </Page>
  )
}
