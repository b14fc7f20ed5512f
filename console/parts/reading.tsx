import type { ReactNode } from "react"
import { useSay } from "../language/language-provider.tsx"
import { PendingButton } from "./pending-button.tsx"
import { ProblemText } from "./problem-text.tsx"

/** Says that something is being loaded. */
export function Loading({ of }: { readonly of?: string }) {
  const say = useSay()
  return (
    <p className="loading" role="status">
      {of ?? say("app.loading")}
    </p>
  )
}

type ReadingProps = { readonly of: { readonly isPending: boolean; readonly error: Error | null } }

/** What a page says while it reads something, and why it cannot. */
export function Reading({ of: { isPending, error } }: ReadingProps) {
  return (
    <>
      {isPending ? <Loading /> : null}
      {error === null ? null : <ProblemText problem={error} />}
    </>
  )
}

type MoreButtonProps = {
  readonly pages: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
  readonly children: ReactNode
}

/** Reads the next page of a list, if there is one. */
export function MoreButton({ pages: { hasNextPage, isFetchingNextPage, fetchNextPage }, children }: MoreButtonProps) {
  return hasNextPage ? (
    <PendingButton isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
      {children}
    </PendingButton>
  ) : null
}
