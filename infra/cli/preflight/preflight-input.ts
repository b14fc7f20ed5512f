import type { Party } from "../../../shared/parties/party.ts"
import type { Stage } from "../../stages/read-stage.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"

/** What a check looks at. */
export type Preflight = {
  readonly stage: Stage
  readonly parties: readonly Party[]
  readonly connection: AwsConnection
  readonly onStep: (step: string) => void
}
