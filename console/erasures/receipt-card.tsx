import { Link } from "react-router"
import { useSay } from "../language/use-say.ts"
import { Moment } from "../parts/moment.tsx"
import type { Receipt } from "./erasures-query.ts"

/** One receipt in short. */
export function ReceiptCard({ receipt: { erasureId, state, requestedAt, held } }: { readonly receipt: Receipt }) {
  const say = useSay()
  return (
    <>
      <h3>
        <Link to={`/erasures/${erasureId}`}>
          {say("erasures.asked")} <Moment at={requestedAt} />
        </Link>
      </h3>
      <p>
        <span className="badge">{say(`erasures.state.${state}`)}</span>{" "}
        {held.length === 0 ? null : say("erasures.heldCount", { count: held.length })}
      </p>
      <p className="hint">
        <code>{erasureId}</code>
      </p>
    </>
  )
}
