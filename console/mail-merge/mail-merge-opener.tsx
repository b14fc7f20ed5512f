import { lazy, Suspense, useState } from "react"
import { Button } from "react-aria-components"
import { useLocation } from "react-router"
import { useCase, useMayChangeCase } from "../case/case-context.tsx"
import { useSay } from "../language/language-provider.tsx"
import { Loading } from "../parts/reading.tsx"

const MailMergePart = lazy(async () => ({ default: (await import("./mail-merge-part.tsx")).MailMergePart }))

/** Opens the mail merge once somebody asks for it: it reads the list of exposures, which the timeline notes. */
export function MailMergeOpener() {
  const say = useSay()
  const mayChange = useMayChangeCase()
  const { caseAlias, counts, atHub } = useCase().view
  const { hash } = useLocation()
  const [isOpen, setIsOpen] = useState(hash === "#mail-merge")
  const shipments = counts.shipments + (counts.possibleShipments ?? 0)
  if (atHub) return <p>{say("exposures.noneAtHub")}</p>
  if (!isOpen)
    return (
      <>
        <p>{say("mailMerge.intro")}</p>
        <Button onPress={() => setIsOpen(true)}>{say("mailMerge.open")}</Button>
      </>
    )
  return (
    <Suspense fallback={<Loading />}>
      <MailMergePart caseAlias={caseAlias} mayChange={mayChange} shipments={shipments} />
    </Suspense>
  )
}
