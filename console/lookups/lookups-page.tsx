import { useInfiniteQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { Button, Form } from "react-aria-components"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { fieldInWords, toolInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { knownInWords } from "../../shared/desk/dossier/lookups-in-words.ts"
import { proofInWords } from "../../shared/desk/dossier/proof-in-words.ts"
import { ApiProblem } from "../api/api-problem.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading, MoreButton } from "../parts/reading.tsx"

async function readLookups(typed: string, after: string | undefined) {
  const { body } = await answerOf(
    api.GET("/v1/shipments/{shipmentId}/accesses", {
      // A slash is encoded twice, because API Gateway decodes a path before it is split.
      params: {
        path: { shipmentId: typed.replaceAll("/", "%2F") },
        query: after === undefined ? {} : { after },
      },
      headers: { accept: "application/json" },
    }),
  )
  if (typeof body === "string") throw new Error("The lookups came as a document")
  return body
}

type LookupsPage = Awaited<ReturnType<typeof readLookups>>
type Lookup = LookupsPage["accesses"][number]

/**
 * Who looked up one shipment, or those of one order: for a customer who asks. What was typed stays out of the page's
 * address, which the browser's history and logs keep.
 */
export function LookupsPage() {
  const say = useSay()
  const { partyKind } = useSession()
  const [asked, setAsked] = useState("")
  const [typed, setTyped] = useState("")
  const search = (event: FormEvent) => {
    event.preventDefault()
    setAsked(typed.trim())
  }
  return (
    <Page title={say("lookups.title")}>
      <p>{say("lookups.intro")}</p>
      <Form className="narrow" onSubmit={search}>
        <TextBox label={say(`lookups.id.${partyKind}`)} value={typed} onChange={setTyped} isRequired />
        <Button type="submit" className="primary">
          {say("lookups.search")}
        </Button>
      </Form>
      {asked === "" ? null : <LookupsOf typed={asked} />}
    </Page>
  )
}

function LookupsOf({ typed }: { readonly typed: string }) {
  const say = useSay()
  const pages = useInfiniteQuery({
    queryKey: ["lookups", typed],
    queryFn: ({ pageParam }) => readLookups(typed, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
  if (isUnknown(pages.error)) return <p role="status">{say("lookups.unknown")}</p>
  if (pages.error !== null) return <ProblemText problem={pages.error} />
  if (pages.isPending) return <Loading />
  const lookups = pages.data.pages.flatMap(({ accesses }) => accesses)
  const { shipmentIds = [] } = pages.data.pages[0] ?? {}
  const isOne = shipmentIds.length < 2
  return (
    <section aria-labelledby="lookups-of">
      <h2 id="lookups-of">{say("lookups.of", { shipmentId: typed })}</h2>
      {shipmentIds.length === 0 || (isOne && shipmentIds[0] === typed) ? null : (
        <p>{say("lookups.shipments", { count: shipmentIds.length, shipments: shipmentIds.join(", ") })}</p>
      )}
      <p role="status">
        {lookups.length === 0
          ? say("lookups.none", { shipments: isOne ? 1 : shipmentIds.length })
          : say("lookups.count", { count: lookups.length })}
      </p>
      {pages.data.pages[0] === undefined ? null : <HowFar page={pages.data.pages[0]} />}
      <ul className="cards">
        {lookups.map((lookup) => (
          <li key={`${lookup.at} ${lookup.accessor}`}>
            <LookupCard lookup={lookup} saysShipment={!isOne} />
          </li>
        ))}
      </ul>
      <MoreButton pages={pages}>{say("lookups.more")}</MoreButton>
    </section>
  )
}

/** How far the record goes, and what it leaves open: no lookup on record is only then no lookup. */
function HowFar({ page }: { readonly page: LookupsPage }) {
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const { covered, unwatched = [], unreported = [], inCases = [], isForgotten = false, accesses } = page
  const known = { span: covered, begins: covered.begins, unwatched, unreported, inCases, isForgotten }
  const [first, ...limits] = knownInWords(known, accesses.length, { language, timeZone })
  return (
    <>
      <p>{first}</p>
      {limits.map((limit) => (
        <p key={limit} className="unwatched">
          <strong>{limit}</strong>
        </p>
      ))}
    </>
  )
}

/** What the hub has no shipment for, and what no path can be made of. */
const isUnknown = (problem: Error | null): boolean => problem instanceof ApiProblem && problem.status === 404

function LookupCard({ lookup, saysShipment }: { readonly lookup: Lookup; readonly saysShipment: boolean }) {
  const say = useSay()
  const { language } = useLanguage()
  const { at, lastAt, proof, fields, tool, accessor, shipmentId } = lookup
  return (
    <article className="card">
      <h3>
        <Moment at={at} />
        {lastAt === undefined ? null : (
          <>
            {" "}
            {lastAt === at ? null : (
              <>
                {say("lookups.to")} <Moment at={lastAt} />{" "}
              </>
            )}
            {say("lookups.perhapsLonger")}
          </>
        )}
      </h3>
      <dl className="facts">
        {saysShipment && shipmentId !== undefined ? (
          <>
            <dt>{say("lookups.shipment")}</dt>
            <dd>{shipmentId}</dd>
          </>
        ) : null}
        <dt>{say("lookups.proof")}</dt>
        <dd>{capital(proofInWords(proof, language))}</dd>
        <dt>{say("lookups.shown")}</dt>
        <dd>
          {fields.length === 0 ? say("lookups.nothing") : fields.map((one) => fieldInWords(one, language)).join(", ")}
        </dd>
        <dt>{say("lookups.where")}</dt>
        <dd>{capital(toolInWords(tool, language))}</dd>
        <dt>{say("lookups.accessor")}</dt>
        <dd>
          <code>{accessor}</code>
        </dd>
      </dl>
    </article>
  )
}
