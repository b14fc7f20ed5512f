import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react"

const AnnounceContext = createContext<(text: string) => void>(() => {})

/** Says that something was done: to everybody in a line of the page, and to screen readers aloud. */
export const useAnnounce = (): ((text: string) => void) => useContext(AnnounceContext)

/** A closed dialog gives the focus back within this time. */
const focusReturnsWithin = 200

/**
 * Holds the line in which the page says what was done. If what had the focus is gone, such as the button that did it,
 * the line has the focus then: so nobody who uses the keyboard starts at the top again.
 */
export function Announcements({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState({ text: "", nth: 0 })
  const line = useRef<HTMLDivElement>(null)
  const announce = useCallback((text: string) => setSaid(({ nth }) => ({ text, nth: nth + 1 })), [])
  useEffect(() => {
    if (said.nth === 0) return
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) line.current?.focus()
    }, focusReturnsWithin)
    return () => clearTimeout(timer)
  }, [said.nth])
  return (
    <AnnounceContext value={announce}>
      <div className="announcements" role="status" ref={line} tabIndex={-1}>
        {said.text === "" ? null : <p key={said.nth}>{said.text}</p>}
      </div>
      {children}
    </AnnounceContext>
  )
}
