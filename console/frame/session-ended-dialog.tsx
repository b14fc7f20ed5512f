import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useState, useSyncExternalStore } from "react"
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components"
import { signInAddress } from "../api/ask-session.ts"
import { isSamePerson, readSession, sessionKey, useSession } from "../api/session.ts"
import { sessionWatch } from "../api/session-watch.ts"
import { useSay } from "../language/language-provider.tsx"
import { signedInAgain } from "./signed-in-again-page.tsx"

/**
 * Says that the session has ended, over a page that keeps what was typed. The person signs in again in another tab,
 * and goes on here.
 */
export function SessionEndedDialog() {
  const say = useSay()
  const session = useSession()
  const hasEnded = useSyncExternalStore(sessionWatch.subscribe, sessionWatch.hasEnded)
  const { goOn, isStillOut } = useGoOn()
  return (
    <ModalOverlay isOpen={hasEnded} isKeyboardDismissDisabled className="overlay">
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title">{say("sessionEnded.title")}</Heading>
          <p>{say("sessionEnded.kept")}</p>
          <p>
            <a
              className="button primary"
              href={signInAddress(session.partyId, "/desk/signed-in-again")}
              target="_blank"
              rel="noreferrer"
            >
              {say("sessionEnded.signIn")}
            </a>
          </p>
          <p>{say("sessionEnded.then")}</p>
          <Button onPress={() => void goOn()}>{say("sessionEnded.goOn")}</Button>
          {isStillOut ? <p role="alert">{say("sessionEnded.still")}</p> : null}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Looks whether the person has signed in again, when they say so or the other tab does. */
function useGoOn() {
  const session = useSession()
  const queries = useQueryClient()
  const [isStillOut, setStillOut] = useState(false)
  const goOn = useCallback(async () => {
    const found = await readSession().catch(() => null)
    setStillOut(found === null)
    if (found === null) return
    if (!isSamePerson(found, session)) {
      // Somebody else signed in: nothing of the first person stays in the page, and Back does not lead to it.
      queries.clear()
      window.location.replace("/desk/")
      return
    }
    queries.setQueryData(sessionKey, found)
    sessionWatch.renew()
    await queries.invalidateQueries()
  }, [queries, session])
  useEffect(() => {
    const channel = new BroadcastChannel(signedInAgain)
    channel.onmessage = () => void goOn()
    return () => channel.close()
  }, [goOn])
  return { goOn, isStillOut }
}
