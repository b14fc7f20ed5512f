import { useQuery } from "@tanstack/react-query"
import { Link, useParams } from "react-router"
import { pollMilliseconds } from "../api/polling.ts"
import { useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { Reading } from "../parts/reading.tsx"
import { erasuresKey, type Receipt, readErasure } from "./erasures-query.ts"

/** The receipt of one erasure. */
export function ReceiptPage() {
  const say = useSay()
  const { erasureId = "" } = useParams()
  const { data, error, isPending } = useQuery({
    queryKey: [...erasuresKey, "receipt", erasureId],
    queryFn: () => readErasure(erasureId),
    refetchInterval: pollMilliseconds,
  })
  return (
    <Page title={say("erasures.receipt")}>
      <p>
        <Link to="/erasures">{say("erasures.toAll")}</Link>
      </p>
      <Reading of={{ isPending, error }} />
      {data === undefined ? null : <ReceiptText receipt={data.body} />}
    </Page>
  )
}

function ReceiptText({ receipt }: { readonly receipt: Receipt }) {
  const say = useSay()
  const { erasureId, state, requestedAt, erasedAt, parts, notLookedFor = [], letsGo } = receipt
  const means = state === "erased" && notLookedFor.length > 0 ? "erasedWhereLooked" : state
  return (
    <>
      <p>
        <span className="badge">{say(`erasures.state.${state}`)}</span> {say(`erasures.means.${means}`)}
      </p>
      <dl className="facts">
        <div>
          <dt>{say("erasures.requestedAt")}</dt>
          <dd>
            <Moment at={requestedAt} />
          </dd>
        </div>
        {erasedAt === undefined ? null : (
          <div>
            <dt>{say("erasures.erasedAt")}</dt>
            <dd>
              <Moment at={erasedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{say("erasures.id")}</dt>
          <dd>
            <code>{erasureId}</code>
          </dd>
        </div>
      </dl>
      <p>{say("erasures.keep")}</p>
      <Parts parts={parts} />
      <NotLookedFor parts={notLookedFor} />
      <LetsGo letsGo={letsGo} />
    </>
  )
}

/** What became of each part of which there was something, once: how much was removed, and what is held until when. */
function Parts({ parts }: Pick<Receipt, "parts">) {
  const say = useSay()
  const there = parts.filter(({ removed, held }) => removed + held > 0)
  if (there.length === 0) return null
  return (
    <>
      <h2>{say("erasures.parts")}</h2>
      <dl className="facts">
        {there.map((one) => (
          <div key={one.part}>
            <dt>{say(`erasures.part.${one.part}`)}</dt>
            <dd>
              <Part part={one} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Part({ part: { removed, held, until, because } }: { readonly part: Receipt["parts"][number] }) {
  const say = useSay()
  return (
    <>
      {removed === 0 ? null : `${say("erasures.removedCount", { count: removed })} `}
      {held === 0 ? null : `${say("erasures.heldEntries", { count: held })} `}
      {held === 0 || until === undefined ? null : (
        <>
          {say("erasures.removedOn")} <Moment at={until} />.
        </>
      )}
      {because.map(({ reason, caseAlias }) => (
        <div key={`${reason} ${caseAlias}`}>
          {say(`erasures.reason.${reason}`)}{" "}
          {caseAlias === undefined ? null : <Link to={`/cases/${caseAlias}`}>{caseAlias}</Link>}
        </div>
      ))}
    </>
  )
}

/** Parts of which nobody knows whether anything is left. */
function NotLookedFor({ parts }: { readonly parts: NonNullable<Receipt["notLookedFor"]> }) {
  const say = useSay()
  if (parts.length === 0) return null
  return (
    <>
      <h2>{say("erasures.notLookedFor")}</h2>
      <p>{say("erasures.notLookedForMeans")}</p>
      <ul>
        {parts.map((part) => (
          <li key={part}>{say(`erasures.part.${part}`)}</li>
        ))}
      </ul>
    </>
  )
}

/** What no erasure reaches, and when each ends by itself. */
function LetsGo({ letsGo }: Pick<Receipt, "letsGo">) {
  const say = useSay()
  if (letsGo.length === 0) return null
  return (
    <>
      <h2>{say("erasures.letsGo")}</h2>
      <p>{say("erasures.letsGoMeans")}</p>
      <dl className="facts">
        {letsGo.map(({ place, until }) => (
          <div key={place}>
            <dt>{say(`erasures.place.${place}`)}</dt>
            <dd>
              {until === undefined ? (
                say("erasures.untilCase")
              ) : (
                <>
                  {say("erasures.until")} <Moment at={until} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
