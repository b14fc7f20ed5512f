import type { ReactNode } from "react"
import { useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"
import { Page } from "../parts/page.tsx"
import { useCase } from "./case-context.tsx"

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
