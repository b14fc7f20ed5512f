import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedDeadLetters } from "../../shared/base/platform/deployed-dead-letters.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedDrillMail } from "../../shared/parties/channels/deployed-mail.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { dynamoDrills } from "../../shared/parties/drills/dynamo-drills.ts"
import { runDrillsPipeline } from "../../shared/parties/drills/run-drills-pipeline.ts"
import { deployedCurrentReception } from "../../shared/parties/reception/deployed-intake.ts"

const reception = await deployedCurrentReception()

export const handler = runDrillsPipeline({
  ...reception,
  drills: dynamoDrills(deployedTable("Drills")),
  publisher: deployedPublisher(),
  deadLetters: deployedDeadLetters(),
  mail: deployedDrillMail(reception.parties),
  clock: systemClock,
})
