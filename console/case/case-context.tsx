import { createContext, type ReactNode, useContext } from "react"
import { useMayAct } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"
import { Page } from "../parts/page.tsx"
import type { CaseView } from "./case-view.ts"

type ShownCase = {
  readonly view: CaseView
  /** The state of the case that the page shows. */
  readonly etag: string | undefined
}

export const CaseContext = createContext<ShownCase | undefined>(undefined)

/** The case that the page shows. */
export function useCase(): ShownCase {
  const shown = useContext(CaseContext)
  if (shown === undefined) throw new Error("The page shows no case")
  return shown
}

/** Whether the person may change the case: an officer may, while it is open. */
export function useMayChangeCase(): boolean {
  const { state } = useCase().view
  return useMayAct() && state === "open"
}

/** A page of a case. Its title is the only one with this name in the history of the browser. */
export function CasePage({ title, children }: { readonly title: MessageKey; readonly children: ReactNode }) {
  const say = useSay()
  const { view } = useCase()
  return (
    <Page title={say(title)} of={view.caseAlias}>
      {children}
    </Page>
  )
}
