import { type ReactNode, useEffect } from "react"
import { SessionProvider, useSessionQuery } from "../api/session.ts"
import { useSay } from "../language/use-say.ts"
import { Loading } from "../parts/loading.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { signAs } from "../signing/sign-request.ts"
import { Frame } from "./frame.tsx"
import { SessionEndedDialog } from "./session-ended-dialog.tsx"
import { SessionEndingDialog } from "./session-ending-dialog.tsx"
import { SignInPage } from "./sign-in-page.tsx"

/** Shows the pages to whoever is signed in, and the way to sign in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const say = useSay()
  const { data: session, error, isPending } = useSessionQuery()
  const { partyId, userId } = session ?? {}
  useEffect(() => {
    if (partyId !== undefined && userId !== undefined) signAs({ partyId, userId })
  }, [partyId, userId])
  if (isPending) return <Loading of={say("app.loading")} />
  // A lost connection takes no page away that is there.
  if (session === undefined) return error === null ? null : <ProblemText problem={error} />
  if (session === null) return <SignInPage />
  return (
    <SessionProvider value={session}>
      <Frame>{children}</Frame>
      <SessionEndingDialog />
      <SessionEndedDialog />
    </SessionProvider>
  )
}
