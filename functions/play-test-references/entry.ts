import { makePlayTestReference } from "../../shared/intake/tracking/test-references/play-test-reference.ts"
import { deployedIngress } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedReception } from "../../shared/parties/reception/deployed-intake.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { silentIntake } from "../../shared/parties/reception/silent-intake.ts"
import { deployment } from "./deployment.ts"

const reception = deployedReception()

export const handler = queuePipeline({
  ...reception,
  contracts: deployment.consumes,
  // record-shipment takes the same events, and says what is wrong with one.
  ...silentIntake,
  handle: makePlayTestReference({ ...deployedIngress(), parties: reception.parties }),
})
