import { type ReactNode, useSyncExternalStore } from "react"
import { useLocation } from "react-router"

const narrow = "(max-width: 40rem)"

function onChange(changed: () => void): () => void {
  const width = window.matchMedia(narrow)
  width.addEventListener("change", changed)
  return () => width.removeEventListener("change", changed)
}

type FoldedProps = { readonly label: string; readonly children: ReactNode }

/** Ways to other pages. On a phone they open on a press, so that the title of the page is near its top. */
export function Folded({ label, children }: FoldedProps) {
  const isNarrow = useSyncExternalStore(onChange, () => window.matchMedia(narrow).matches)
  const { key } = useLocation()
  if (!isNarrow) return children
  return (
    <details key={key}>
      <summary>{label}</summary>
      {children}
    </details>
  )
}
