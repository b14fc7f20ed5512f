import { useInfiniteQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { Button, Form } from "react-aria-components"
import { Link } from "react-router"
import { pollMilliseconds } from "../api/polling.ts"
import { useMayAct, useSession } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { MoreButton, Reading } from "../parts/reading.tsx"
import { ErasureRequest } from "./erasure-request.tsx"
import { erasuresKey, type Receipt, readErasures } from "./erasures-query.ts"

/** The receipts of erasures, and a form to ask for one. Only a retailer asks: shipments are its own. */
export function ErasuresPage() {
  const say = useSay()
  const mayAct = useMayAct()
  const { partyKind } = useSession()
  if (partyKind === "carrier")
    return (
      <Page title={say("erasures.title")}>
        <p>{say("erasures.carrier")}</p>
      </Page>
    )
  return (
    <Page title={say("erasures.title")}>
      <p>{say("erasures.intro")}</p>
      {mayAct ? <ErasureRequest /> : <p>{say("erasures.reader")}</p>}
      <Receipts />
    </Page>
  )
}

/** All receipts, or that of one shipment. Its id stays out of the page's address. */
function Receipts() {
  const say = useSay()
  const [shipmentId, setShipmentId] = useState("")
  const [typed, setTyped] = useState("")
  const pages = useInfiniteQuery({
    queryKey: [...erasuresKey, shipmentId],
    queryFn: ({ pageParam }) =>
      readErasures(shipmentId === "" ? (pageParam === undefined ? {} : { after: pageParam }) : { shipmentId }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    refetchInterval: pollMilliseconds,
  })
  const receipts = pages.data?.pages.flatMap(({ body }) => body.erasures) ?? []
  const search = (event: FormEvent) => {
    event.preventDefault()
    setShipmentId(typed.trim())
  }
  return (
    <section aria-labelledby="receipts">
      <h2 id="receipts">{say("erasures.receipts")}</h2>
      <Form className="narrow" onSubmit={search}>
        <TextBox label={say("erasures.find")} hint={say("erasures.findHint")} value={typed} onChange={setTyped} />
        <Button type="submit">{say("erasures.show")}</Button>
      </Form>
      <Reading of={pages} />
      <p role="status">
        {pages.isSuccess && receipts.length === 0 ? say(shipmentId === "" ? "erasures.none" : "erasures.noneOf") : null}
      </p>
      <ul className="cards">
        {receipts.map((receipt) => (
          <li className="card" key={receipt.erasureId}>
            <ReceiptCard receipt={receipt} />
          </li>
        ))}
      </ul>
      <MoreButton pages={pages}>{say("erasures.more")}</MoreButton>
    </section>
  )
}

/** One receipt in short. */
function ReceiptCard({ receipt: { erasureId, state, requestedAt, parts } }: { readonly receipt: Receipt }) {
  const say = useSay()
  const heldParts = parts.filter(({ held }) => held > 0).length
  return (
    <>
      <h3>
        <Link to={`/erasures/${erasureId}`}>
          {say("erasures.asked")} <Moment at={requestedAt} />
        </Link>
      </h3>
      <p>
        <span className="badge">{say(`erasures.state.${state}`)}</span>{" "}
        {heldParts === 0 ? null : say("erasures.heldCount", { count: heldParts })}
      </p>
      <p className="hint">
        <code>{erasureId}</code>
      </p>
    </>
  )
}
