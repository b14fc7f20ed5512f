import { useEffect, useState, useSyncExternalStore } from "react"
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components"
import { signInAddress } from "../api/ask-session.ts"
import { now } from "../api/server-time.ts"
import { useSession, useSessionEnd } from "../api/session.ts"
import { sessionWatch } from "../api/session-watch.ts"
import { useSay } from "../language/language-provider.tsx"
import { ProblemText } from "../parts/problem-text.tsx"

/** For how long the console says that the session is about to end. WCAG 2.2 asks for 20 seconds (2.2.1). */
const warnedMilliseconds = 120_000

/** Nearer than this, the end is asked for more often. */
const nearMilliseconds = 180_000

const left = (end: string): number => Date.parse(end) - now().getTime()

const isNear = (end: string): boolean => left(end) < nearMilliseconds

/**
 * Says two minutes before the session ends that it will, and lets the person go on with one press. A session that
 * cannot last longer is followed by another one after a sign-in in another tab. The page keeps what was typed.
 */
export function SessionEndingDialog() {
  const say = useSay()
  const { data: end = "", refetch } = useSessionEnd(isNear)
  const minutes = useMinutesLeft(end)
  const hasEnded = useSyncExternalStore(sessionWatch.subscribe, sessionWatch.hasEnded)
  /** The end that stayed as it was after the press, and the end that the person waits for. */
  const [fixed, setFixed] = useState("")
  const [awaited, setAwaited] = useState("")
  const [problem, setProblem] = useState<Error | null>(null)
  const stay = async () => {
    const { error } = await refetch()
    setProblem(error)
    if (error === null) setFixed(end)
  }
  const isOpen = minutes > 0 && !hasEnded && awaited !== end
  return (
    <ModalOverlay isOpen={isOpen} isKeyboardDismissDisabled className="overlay">
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title">{say("sessionEnding.title", { minutes })}</Heading>
          <p role="status">{say(fixed === end ? "sessionEnding.longest" : "sessionEnding.idle")}</p>
          {problem === null ? null : <ProblemText problem={problem} isAnswer />}
          {fixed === end ? <SignInAnew onLater={() => setAwaited(end)} /> : <Stay onStay={stay} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Stay({ onStay }: { readonly onStay: () => Promise<void> }) {
  const say = useSay()
  return (
    <Button className="primary" onPress={() => void onStay()}>
      {say("sessionEnding.stay")}
    </Button>
  )
}

function SignInAnew({ onLater }: { readonly onLater: () => void }) {
  const say = useSay()
  const { partyId } = useSession()
  const address = signInAddress(partyId, "/desk/signed-in-again")
  return (
    <div className="buttons">
      <a className="button primary" href={address} target="_blank" rel="noreferrer">
        {say("sessionEnded.signIn")}
      </a>
      <Button onPress={onLater}>{say("sessionEnding.later")}</Button>
    </div>
  )
}

/** The minutes until the session ends, rounded up, or 0 while the end is not near. */
function useMinutesLeft(end: string): number {
  const [minutes, setMinutes] = useState(0)
  useEffect(() => {
    const look = () => {
      const milliseconds = left(end)
      setMinutes(milliseconds > 0 && milliseconds <= warnedMilliseconds ? Math.ceil(milliseconds / 60_000) : 0)
    }
    look()
    const timer = setInterval(look, 1_000)
    return () => clearInterval(timer)
  }, [end])
  return minutes
}
