import { useEffect } from "react"
import { Button, type ButtonProps } from "react-aria-components"

/**
 * A button that can wait for an answer. react-aria says that aloud by an element which is named after the button, and
 * keeps it for seven seconds. Once the button is gone it would have no name, so it goes too.
 */
export function PendingButton(props: ButtonProps) {
  useEffect(() => () => document.querySelector("[data-live-announcer] [aria-live=assertive]")?.replaceChildren(), [])
  return <Button {...props} />
}
