import { createContext, type ReactNode, useCallback, useContext, useState } from "react"

const AnnounceContext = createContext<(text: string) => void>(() => {})

/** Says that something was done: to everybody in a line of the page, and to screen readers aloud. */
export const useAnnounce = (): ((text: string) => void) => useContext(AnnounceContext)

/** Holds the line in which the page says what was done. */
export function Announcements({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState({ text: "", nth: 0 })
  const announce = useCallback((text: string) => setSaid(({ nth }) => ({ text, nth: nth + 1 })), [])
  return (
    <AnnounceContext value={announce}>
      <div className="announcements" role="status">
        {said.text === "" ? null : <p key={said.nth}>{said.text}</p>}
      </div>
      {children}
    </AnnounceContext>
  )
}
