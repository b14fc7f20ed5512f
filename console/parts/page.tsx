import { type ReactNode, useEffect, useRef } from "react"
import { useLocation } from "react-router"
import { useSay } from "../language/use-say.ts"

/** A page with its title. After a change of page the title has the focus, so that a screen reader says it. */
export function Page({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const say = useSay()
  const heading = useRef<HTMLHeadingElement>(null)
  const { key } = useLocation()
  useEffect(() => {
    document.title = say("app.title", { page: title })
  }, [say, title])
  useEffect(() => {
    // The first page of a visit leaves the focus at its beginning.
    if (key !== "default") heading.current?.focus()
  }, [key])
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  )
}
