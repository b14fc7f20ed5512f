import { lazy, type ReactNode, Suspense, useEffect } from "react"
import { SessionProvider, useSessionQuery } from "../api/session.ts"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading } from "../parts/reading.tsx"
import { signAs } from "../signing/sign-request.ts"
import { Frame } from "./frame.tsx"

// Dialogs come after the page: the session does not end before.
const SessionEndedDialog = lazy(async () => ({
  default: (await import("./session-ended-dialog.tsx")).SessionEndedDialog,
}))
const SessionEndingDialog = lazy(async () => ({
  default: (await import("./session-ending-dialog.tsx")).SessionEndingDialog,
}))

// Whoever is signed in does not see it, but where the session could not be read at first.
const SignInPage = lazy(async () => ({ default: (await import("./sign-in-page.tsx")).SignInPage }))

/** Shows the pages to whoever is signed in, and the way to sign in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data: session, error, isPending } = useSessionQuery()
  const { partyId, userId } = session ?? {}
  useEffect(() => {
    if (partyId !== undefined && userId !== undefined) signAs({ partyId, userId })
  }, [partyId, userId])
  if (isPending) return <Loading />
  // A lost connection takes no page away that is there.
  if (session === undefined) return error === null ? null : <ProblemText problem={error} />
  if (session === null)
    return (
      <Suspense fallback={<Loading />}>
        <SignInPage />
      </Suspense>
    )
  return (
    <SessionProvider value={session}>
      <Frame>{children}</Frame>
      <Suspense>
        <SessionEndingDialog />
        <SessionEndedDialog />
      </Suspense>
    </SessionProvider>
  )
}
