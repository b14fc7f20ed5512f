import { useSay } from "../language/language-provider.tsx"

type UnnamedShipmentsProps = {
  readonly named: number
  /** How many affected shipments the list leaves out; nothing is said of none. */
  readonly unnamed: number
}

/** Says that the list is not the whole of it, why, and what to do, so that nobody takes it for everybody. */
export function UnnamedShipments({ named, unnamed }: UnnamedShipmentsProps) {
  const say = useSay()
  if (unnamed === 0) return null
  return (
    <div className="problem" role="status">
      <p>
        <strong>{say("exposures.unnamed", { named, unnamed, all: named + unnamed })}</strong>
      </p>
      <p>{say("exposures.unnamedWhy")}</p>
    </div>
  )
}
