import { Link } from "react-router"
import { useSay } from "../language/use-say.ts"
import { Moment } from "../parts/moment.tsx"
import type { Receipt } from "./erasures-query.ts"

/** One receipt in short. */
export function ReceiptCard({ receipt: { erasureId, state, requestedAt, parts } }: { readonly receipt: Receipt }) {
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
