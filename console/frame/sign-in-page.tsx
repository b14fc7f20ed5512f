import { type FormEvent, StrictMode, useEffect, useState } from "react"
import type { Root } from "react-dom/client"
import { signInAddress } from "../api/ask-session.ts"
import { rememberedParty } from "../api/remembered-party.ts"
import { LanguageProvider, useSay } from "../language/language-provider.tsx"
import { LanguageSwitch } from "../language/language-switch.tsx"
import type { SpokenLanguage } from "../language/messages.ts"

/** Shows the sign-in. It is all that a visitor loads who is not signed in. */
export function showSignIn(root: Root, first: SpokenLanguage): void {
  root.render(
    <StrictMode>
      <LanguageProvider first={first}>
        <SignInPage />
      </LanguageProvider>
    </StrictMode>,
  )
}

/** The id of a party, of the name as pages display it: `Leafline` is `leafline`. */
const idOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9-]/g, "")

/** Asks for the party, because each party signs in with its own provider. */
export function SignInPage() {
  const say = useSay()
  const { pathname, search } = window.location
  const [party, setParty] = useState(new URLSearchParams(search).get("party") ?? rememberedParty())
  useEffect(() => {
    document.title = say("app.title", { page: say("signIn.title") })
  }, [say])
  const leave = (event: FormEvent) => {
    event.preventDefault()
    window.location.assign(signInAddress(idOf(party), pathname))
  }
  return (
    <>
      <header className="top">
        <p className="product">{say("app.name")}</p>
        <div className="person">
          <LanguageSwitch />
        </div>
      </header>
      <main id="content">
        <h1>{say("signIn.title")}</h1>
        <p>{say("signIn.why")}</p>
        <form className="narrow" onSubmit={leave}>
          <div>
            <label htmlFor="party">{say("signIn.party")}</label>
            <input
              id="party"
              name="party"
              required
              value={party}
              onChange={({ target }) => setParty(target.value)}
              autoComplete="organization"
              autoCapitalize="none"
              spellCheck={false}
              aria-describedby="party-hint"
            />
            <span id="party-hint" slot="description">
              {say("signIn.partyHint")}
            </span>
          </div>
          <button type="submit" className="primary">
            {say("signIn.go")}
          </button>
        </form>
      </main>
    </>
  )
}
