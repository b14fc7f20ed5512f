import { useInfiniteQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { Button, Form } from "react-aria-components"
import { fieldInWords, toolInWords } from "../../shared/breach-desk/dossier/codes-in-words.ts"
import { proofInWords } from "../../shared/breach-desk/dossier/proof-in-words.ts"
import { capital } from "../../shared/platform/bilingual.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useSession } from "../api/session.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { useSay } from "../language/use-say.ts"
import { TextBox } from "../parts/fields.tsx"
import { Loading } from "../parts/loading.tsx"
import { Moment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { ProblemText } from "../parts/problem-text.tsx"

async function readLookups(shipmentId: string, after: string | undefined) {
  const { body } = await answerOf(
    api.GET("/v1/shipments/{shipmentId}/accesses", {
      params: { path: { shipmentId }, query: after === undefined ? {} : { after } },
      headers: { accept: "application/json" },
    }),
  )
  if (typeof body === "string") throw new Error("The lookups came as a document")
  return body
}

type Lookup = Awaited<ReturnType<typeof readLookups>>["accesses"][number]

/**
 * Who looked up one shipment: for a customer who asks. The reference of the shipment stays out of the page's address,
 * which the browser's history and logs keep.
 */
export function LookupsPage() {
  const say = useSay()
  const { partyKind } = useSession()
  const [shipmentId, setShipmentId] = useState("")
  const [typed, setTyped] = useState("")
  const search = (event: FormEvent) => {
    event.preventDefault()
    setShipmentId(typed.trim())
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
      {shipmentId === "" ? null : <LookupsOf shipmentId={shipmentId} />}
    </Page>
  )
}

function LookupsOf({ shipmentId }: { readonly shipmentId: string }) {
  const say = useSay()
  const pages = useInfiniteQuery({
    queryKey: ["lookups", shipmentId],
    queryFn: ({ pageParam }) => readLookups(shipmentId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
  if (pages.error !== null) return <ProblemText problem={pages.error} />
  if (pages.isPending) return <Loading of={say("app.loading")} />
  const lookups = pages.data.pages.flatMap(({ accesses }) => accesses)
  return (
    <section aria-labelledby="lookups-of">
      <h2 id="lookups-of">{say("lookups.of", { shipmentId })}</h2>
      <p role="status">
        {lookups.length === 0 ? say("lookups.none") : say("lookups.count", { count: lookups.length })}
      </p>
      <ul className="cards">
        {lookups.map((lookup) => (
          <li key={`${lookup.at} ${lookup.accessor}`}>
            <LookupCard lookup={lookup} />
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say("lookups.more")}
        </Button>
      ) : null}
    </section>
  )
}

function LookupCard({ lookup }: { readonly lookup: Lookup }) {
  const say = useSay()
  const { language } = useLanguage()
  const { at, lastAt, proof, fields, tool, accessor } = lookup
  return (
    <article className="card">
      <h3>
        <Moment at={at} />
        {lastAt === undefined ? null : (
          <>
            {" "}
            {say("lookups.to")} <Moment at={lastAt} />
          </>
        )}
      </h3>
      <dl className="facts">
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
