import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "react-aria-components"
import { Link } from "react-router"
import { ApiProblem } from "../api/api-problem.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useSession } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { Labelled } from "../parts/labelled.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading } from "../parts/reading.tsx"

/** Percent-encoded, as a header takes ASCII alone. What was typed stays out of addresses, which logs keep. */
const readCases = (typed: string) =>
  answerOf(api.GET("/v1/shipment-cases", { params: { header: { shipment: encodeURIComponent(typed) } } }))

/** Finds the cases that count one shipment, by its order number for instance. */
export function ShipmentSearch() {
  const say = useSay()
  const { partyKind } = useSession()
  const [typed, setTyped] = useState("")
  const [asked, setAsked] = useState("")
  return (
    <>
      <form
        className="buttons"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(typed.trim())
        }}
      >
        <Labelled label={say(`lookups.id.${partyKind}`)}>
          {(id) => (
            <input
              id={id}
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Labelled>
        <Button type="submit">{say("cases.findShipment")}</Button>
      </form>
      {asked === "" ? null : <CasesOfShipment typed={asked} />}
    </>
  )
}

function CasesOfShipment({ typed }: { readonly typed: string }) {
  const say = useSay()
  const { data, error, isPending } = useQuery({
    queryKey: ["cases-of-shipment", typed],
    queryFn: () => readCases(typed),
  })
  if (error instanceof ApiProblem && error.status === 404) return <p role="status">{say("lookups.unknown")}</p>
  if (error !== null) return <ProblemText problem={error} />
  if (isPending) return <Loading />
  const { caseAliases } = data.body
  return (
    <p role="status">
      {say("cases.ofShipment", { count: caseAliases.length })}{" "}
      {caseAliases.length === 0 ? <Link to="/lookups">{say("lookups.title")}</Link> : null}
      {caseAliases.map((alias, place) => (
        <span key={alias}>
          {place === 0 ? "" : ", "}
          <Link to={`/cases/${alias}`}>{say("cases.one", { alias })}</Link>
        </span>
      ))}
    </p>
  )
}
