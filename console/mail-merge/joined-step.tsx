import { Button } from "react-aria-components"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { useSay } from "../language/language-provider.tsx"
import type { Contact } from "./contacts.ts"
import type { Affected, Doubtful, JoinedOrders } from "./join-orders.ts"
import { linesInMergeFile } from "./merge-file.ts"

/** What the officer decided about an order: its contact, nobody, or nothing yet. */
export type Decide = (references: readonly string[], contactOf: (place: number) => Contact | undefined) => void

type JoinedStepProps = {
  readonly joined: JoinedOrders
  readonly decide: Decide
  readonly undo: (() => void) | undefined
  readonly save: (language: DocumentLanguage) => void
}

/** Then: which orders were found in it, and the file for the mailer. */
export function JoinedStep({ joined, decide, undo, save }: JoinedStepProps) {
  const say = useSay()
  const { matched, doubtful, unmatched } = joined
  const lines = linesInMergeFile(matched)
  const noEmail = matched.filter(({ contact }) => contact.email === "").length
  return (
    <section aria-label={say("mailMerge.joined.title")}>
      <h3>{say("mailMerge.joined.title")}</h3>
      <div role="status">
        <ul>
          <li>{say("mailMerge.joined.matched", { count: matched.length })}</li>
          {noEmail === 0 ? null : <li>{say("mailMerge.joined.noEmail", { count: noEmail })}</li>}
          <li>{say("mailMerge.joined.doubtful", { count: doubtful.length })}</li>
          <li>{say("mailMerge.joined.unmatched", { count: unmatched.length })}</li>
        </ul>
      </div>
      {doubtful.length === 0 ? null : <DoubtfulOrders doubtful={doubtful} decide={decide} />}
      {undo === undefined ? null : (
        <Button className="quiet" onPress={undo}>
          {say("mailMerge.joined.undo")}
        </Button>
      )}
      {unmatched.length === 0 ? null : <UnmatchedOrders unmatched={unmatched} />}
      <h4>{say("mailMerge.save.title")}</h4>
      <p>{say("mailMerge.save.text", { count: lines })}</p>
      <div className="buttons">
        <Button className="primary" isDisabled={lines === 0} onPress={() => save("en")}>
          {say("mailMerge.save.en")}
        </Button>
        <Button className="primary" isDisabled={lines === 0} onPress={() => save("fr")}>
          {say("mailMerge.save.fr")}
        </Button>
      </div>
    </section>
  )
}

/** Orders shown one by one. Of more, a person decides in the shop's file. */
const mostShown = 50

function DoubtfulOrders({ doubtful, decide }: { readonly doubtful: readonly Doubtful[]; readonly decide: Decide }) {
  const say = useSay()
  const single = doubtful.filter(({ candidates, doubt }) => candidates.length === 1 && doubt === "numberAlone")
  const references = single.map(({ affected }) => affected.reference)
  return (
    <>
      <h4>{say("mailMerge.doubtful.title")}</h4>
      <p>{say("mailMerge.doubtful.text")}</p>
      {single.length < 2 ? null : (
        <Button onPress={() => decide(references, (place) => single[place]?.candidates[0])}>
          {say("mailMerge.doubtful.takeAll", { count: single.length })}
        </Button>
      )}
      <ul className="cards">
        {doubtful.slice(0, mostShown).map((one) => (
          <li key={`${one.affected.receiptId} ${one.affected.reference}`} className="card">
            <DoubtfulOrder doubtful={one} decide={decide} />
          </li>
        ))}
      </ul>
      {doubtful.length <= mostShown ? null : <p>{say("mailMerge.more", { count: doubtful.length - mostShown })}</p>}
    </>
  )
}

function DoubtfulOrder({ doubtful, decide }: { readonly doubtful: Doubtful; readonly decide: Decide }) {
  const say = useSay()
  const { affected, doubt, candidates } = doubtful
  const { reference } = affected
  return (
    <>
      <h5>{reference}</h5>
      <p>{say(`mailMerge.doubt.${doubt}`)}</p>
      <div className="buttons">
        {candidates.map((contact) => (
          <Button key={JSON.stringify(contact)} onPress={() => decide([reference], () => contact)}>
            {say("mailMerge.doubtful.take", { order: contact.order, person: personOf(contact) })}
          </Button>
        ))}
        <Button
          aria-label={say("mailMerge.doubtful.leaveOne", { reference })}
          onPress={() => decide([reference], () => undefined)}
        >
          {say("mailMerge.doubtful.leave")}
        </Button>
      </div>
    </>
  )
}

const personOf = ({ firstName, lastName, email, city }: Contact): string =>
  [`${firstName} ${lastName}`.trim(), email, city].filter((part) => part !== "").join(", ")

function UnmatchedOrders({ unmatched }: { readonly unmatched: readonly Affected[] }) {
  const say = useSay()
  return (
    <details>
      <summary>{say("mailMerge.unmatched.title", { count: unmatched.length })}</summary>
      <p>{say("mailMerge.unmatched.text")}</p>
      <ul className="references">
        {unmatched.slice(0, mostShown).map(({ receiptId, reference }) => (
          <li key={`${receiptId} ${reference}`}>{reference}</li>
        ))}
      </ul>
      {unmatched.length <= mostShown ? null : <p>{say("mailMerge.more", { count: unmatched.length - mostShown })}</p>}
    </details>
  )
}
