import { type FormEvent, type ReactNode, useEffect, useState } from "react"
import { Button, Input, Label, Text, TextField } from "react-aria-components"
import { useLocation, useSearchParams } from "react-router"
import { rememberedParty } from "../api/remembered-party.ts"
import { SessionProvider, signInAddress, useSessionQuery } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading } from "../parts/reading.tsx"
import { signAs } from "../signing/sign-request.ts"
import { Frame, LanguageSwitch } from "./frame.tsx"
import { SessionEndedDialog } from "./session-ended-dialog.tsx"
import { SessionEndingDialog } from "./session-ending-dialog.tsx"

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
  if (session === null) return <SignInPage />
  return (
    <SessionProvider value={session}>
      <Frame>{children}</Frame>
      <SessionEndingDialog />
      <SessionEndedDialog />
    </SessionProvider>
  )
}

/** Asks for the party, because each party signs in with its own provider. */
function SignInPage() {
  const say = useSay()
  const location = useLocation()
  const [parameters] = useSearchParams()
  const [party, setParty] = useState(parameters.get("party") ?? rememberedParty())
  const leave = (event: FormEvent) => {
    event.preventDefault()
    window.location.assign(signInAddress(party.trim(), `/desk${location.pathname}`))
  }
  return (
    <>
      <header className="top">
        <p className="product">{say("app.name")}</p>
        <LanguageSwitch />
      </header>
      <main id="content">
        <Page title={say("signIn.title")}>
          <p>{say("signIn.why")}</p>
          <form className="narrow" onSubmit={leave}>
            <TextField isRequired value={party} onChange={setParty} autoComplete="organization" name="party">
              <Label>{say("signIn.party")}</Label>
              <Input autoCapitalize="none" spellCheck={false} />
              <Text slot="description">{say("signIn.partyHint")}</Text>
            </TextField>
            <Button type="submit" className="primary">
              {say("signIn.go")}
            </Button>
          </form>
        </Page>
      </main>
    </>
  )
}
