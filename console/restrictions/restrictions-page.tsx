import { useInfiniteQuery } from "@tanstack/react-query"
import { Button } from "react-aria-components"
import { useMayAct } from "../api/session.ts"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { Loading } from "../parts/loading.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { ReleaseForm, RenewForm } from "./restriction-forms.tsx"
import { type Restriction, readRestrictions } from "./restrictions-query.ts"

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
        <RestrictionCard key={restriction.restrictionId} restriction={restriction} />
      ))}
      {pages.hasNextPage ? (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say("restrictions.more")}
        </Button>
      ) : null}
    </Page>
  )
}

function RestrictionCard({ restriction }: { readonly restriction: Restriction }) {
  const say = useSay()
  const mayAct = useMayAct()
  const { restrictionId, scope, since, until, state, mayDecide, accessorTokens = [] } = restriction
  return (
    <article className="card">
      <h2>{say(`restrictions.scope.${scope}`)}</h2>
      <p>
        <span className="badge">{say(`restrictions.state.${state}`)}</span>
      </p>
      <p>
        {say("restrictions.since")} <Moment at={since} />. {say("restrictions.until")} <Moment at={until} />.
      </p>
      {accessorTokens.length === 0 ? null : (
        <p>
          {say("restrictions.tokens")} <code>{accessorTokens.join(", ")}</code>
        </p>
      )}
      <p className="hint">
        {say("restrictions.id")} <code>{restrictionId}</code>
      </p>
      {mayAct && state === "standing" ? (
        <div className="buttons">
          <ActionDialog label={say("restrictions.renew")} title={say("restrictions.renew")}>
            {(close) => <RenewForm restriction={restriction} onDone={close} />}
          </ActionDialog>
          {mayDecide ? (
            <ActionDialog label={say("restrictions.release")} title={say("restrictions.release")}>
              {(close) => <ReleaseForm restriction={restriction} onDone={close} />}
            </ActionDialog>
          ) : (
            <p className="hint">{say("restrictions.shared")}</p>
          )}
        </div>
      ) : null}
    </article>
  )
}
