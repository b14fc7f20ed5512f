import { type FormEvent, useState } from "react"
import { Button, Input, Label, Text, TextField } from "react-aria-components"
import { useLocation, useSearchParams } from "react-router"
import { rememberedParty } from "../api/remembered-party.ts"
import { signInAddress } from "../api/session.ts"
import { useSay } from "../language/use-say.ts"
import { Page } from "../parts/page.tsx"
import { LanguageSwitch } from "./language-switch.tsx"

/** Asks for the party, because each party signs in with its own provider. */
export function SignInPage() {
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
