import { type ReactNode, useEffect, useRef } from "react"
import { useLocation } from "react-router"
import { useSay } from "../language/language-provider.tsx"
import { Announcements } from "./announcements.tsx"

type PageProps = {
  readonly title: string
  /** What the page is about. The browser's title names it. */
  readonly of?: string
  readonly children: ReactNode
}

/**
 * A page with its title. After a change of page the title has the focus, so that a screen
 * reader says it, or the place that the address names.
 */
export function Page({ title, of, children }: PageProps) {
  const say = useSay()
  const heading = useRef<HTMLHeadingElement>(null)
  const { key, hash } = useLocation()
  useEffect(() => {
    document.title = say("app.title", { page: of === undefined ? title : `${title} – ${of}` })
  }, [say, title, of])
  useEffect(() => {
    // The first page of a visit leaves the focus at its beginning.
    if (hash === "") {
      if (key !== "default") heading.current?.focus()
      return
    }
    const place = document.getElementById(hash.slice(1))
    place?.closest("details")?.setAttribute("open", "")
    place?.scrollIntoView()
    place?.querySelector<HTMLElement>("h2[tabindex], button, input, a")?.focus({ preventScroll: true })
  }, [key, hash])
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <Announcements>{children}</Announcements>
    </>
  )
}
