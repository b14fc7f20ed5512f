import { useEffect } from "react"
import { useSay } from "../language/language-provider.tsx"
import { Page } from "../parts/page.tsx"

/** The channel on which a tab says to the others that the person has signed in again. */
export const signedInAgain = "wayseal-console-signed-in-again"

/** Where a new sign-in ends that another tab waits for. */
export function SignedInAgainPage() {
  const say = useSay()
  useEffect(() => {
    const channel = new BroadcastChannel(signedInAgain)
    channel.postMessage("signed in")
    channel.close()
  }, [])
  return (
    <Page title={say("signedInAgain.title")}>
      <p>{say("signedInAgain.close")}</p>
    </Page>
  )
}
