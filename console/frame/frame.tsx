import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useEffect } from "react"
import { NavLink } from "react-router"
import { rememberParty } from "../api/remembered-party.ts"
import { signOut, useSession } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { LanguageSwitch } from "../language/language-switch.tsx"
import { Folded } from "../parts/folded.tsx"
import { PendingButton } from "../parts/pending-button.tsx"
import { ProblemText } from "../parts/problem-text.tsx"

/** What is around every page: the way to the content, who is signed in, the main pages, and the language. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const say = useSay()
  const { partyId } = useSession()
  useEffect(() => rememberParty(partyId), [partyId])
  return (
    <>
      <a className="skip" href="#content">
        {say("frame.skip")}
      </a>
      <header className="top">
        <p className="product">{say("app.name")}</p>
        <nav className="main-pages" aria-label={say("frame.mainPages")}>
          <Folded label={say("frame.menu")}>
            <NavLink to="/cases">{say("cases.title")}</NavLink>
            <NavLink to="/restrictions">{say("restrictions.title")}</NavLink>
            <NavLink to="/lookups">{say("lookups.title")}</NavLink>
            <NavLink to="/report">{say("report.title")}</NavLink>
            <NavLink to="/erasures">{say("erasures.title")}</NavLink>
            <NavLink to="/webhook">{say("webhook.title")}</NavLink>
            <NavLink to="/settings">{say("settings.title")}</NavLink>
          </Folded>
        </nav>
        <Person />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}

function Person() {
  const say = useSay()
  const { name, partyAlias, role } = useSession()
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: (issuerSignOutUrl) => {
      // Nothing of the party stays in the page, and Back does not lead to it.
      queries.clear()
      window.location.replace(issuerSignOutUrl ?? "/desk/")
    },
  })
  return (
    <div className="person">
      <p>{say(role === "reader" ? "frame.reader" : "frame.officer", { name, party: partyAlias })}</p>
      <PendingButton className="quiet" isPending={leaving.isPending} onPress={() => leaving.mutate()}>
        {say("frame.signOut")}
      </PendingButton>
      <LanguageSwitch />
      {leaving.error === null ? null : <ProblemText problem={leaving.error} isAnswer />}
    </div>
  )
}
