import { createContext, useContext } from "react"
import { useMayAct } from "../api/session.ts"
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
