import { Link } from "react-router"
import { useSay } from "../language/use-say.ts"
import { useCase } from "./case-context.tsx"
import type { MissingFact } from "./documents-query.ts"
import { placeOfFact } from "./place-of-fact.ts"

/** The facts that a document waits for, each with the place of the console where it is stated. */
export function MissingFacts({ missing }: { readonly missing: readonly MissingFact[] }) {
  const say = useSay()
  const { caseAlias } = useCase().view
  if (missing.length === 0) return null
  return (
    <ul className="missing">
      {missing.map(({ item, sentence, setBy }) => {
        const place = placeOfFact(setBy)
        return (
          <li key={item}>
            {sentence}{" "}
            {place.kind === "page" ? (
              <Link to={`/cases/${caseAlias}/${place.path}`}>{say("documents.stateIt")}</Link>
            ) : (
              say(`documents.setBy.${place.kind}`)
            )}
          </li>
        )
      })}
    </ul>
  )
}
