import { deployedReportDesk } from "../../shared/breach-desk/deployed-desk.ts"
import { makeOpenCaseOfAnomaly, makeOpenCaseOfReport } from "../../shared/breach-desk/opening/open-breach-case.ts"
import { openBreachCasePipeline } from "../../shared/breach-desk/opening/open-breach-case-pipeline.ts"
import { dynamoAnomalies } from "../../shared/detection/anomalies/dynamo-anomalies.ts"
import { deployedCurrentIntake } from "../../shared/parties/intake/deployed-intake.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployment } from "./deployment.ts"

const intake = await deployedCurrentIntake()
const desk = await deployedReportDesk(intake.parties)

export const handler = openBreachCasePipeline({
  ...intake,
  contracts: deployment.consumes,
  ofAnomaly: makeOpenCaseOfAnomaly({
    ...desk,
    anomalies: dynamoAnomalies(deployedTable("Anomalies")),
    telemetry: intake.telemetry,
  }),
  ofReport: makeOpenCaseOfReport(desk),
})
