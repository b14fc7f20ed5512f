import type { ReactNode } from "react"
import { Link } from "react-router"
import { useMayAct } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { Page } from "../parts/page.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { type CasePagePath, type CasePart, casePages, casePartTitles } from "./case-pages.ts"
import { NextStepPanel } from "./next-step-panel.tsx"

type CasePageProps = {
  readonly path: CasePagePath
  /** The parts that the page has now, in order. Those that are not there for this case or person are left out. */
  readonly parts?: Readonly<Partial<Record<CasePart, ReactNode>>>
  readonly children?: ReactNode
}

/** A page of a case. Its title is the only one with this name in the history of the browser. */
export function CasePage({ path, parts = {}, children }: CasePageProps) {
  const say = useSay()
  const { view } = useCase()
  const mayAct = useMayAct()
  const mayChange = useMayChangeCase()
  const page = casePages.find((one) => one.path === path)
  const shown = (page?.parts ?? []).filter((part) => parts[part] !== undefined)
  if (page === undefined) return null
  return (
    <Page title={say(page.title)} of={view.caseAlias}>
      {mayChange ? null : <p>{say(mayAct ? "case.closed" : "case.readOnly")}</p>}
      {shown.length < 2 ? null : (
        <nav className="page-parts" aria-label={say("page.parts")}>
          <ul>
            {shown.map((part) => (
              <li key={part}>
                <Link to={{ hash: part }}>{say(casePartTitles[part])}</Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {children}
      {shown.map((part) => (
        <section key={part} id={part} className="part" aria-labelledby={`part-${part}`}>
          <h2 id={`part-${part}`} tabIndex={-1}>
            {say(casePartTitles[part])}
          </h2>
          {parts[part]}
        </section>
      ))}
      {/* A list that is still read would move it. */}
      {shown.length === 0 ? null : <NextStepPanel />}
    </Page>
  )
}
