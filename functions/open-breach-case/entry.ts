import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedReportDesk } from "../../shared/desk/deployed-desk.ts"
import { mergerOver } from "../../shared/desk/merging/merge-cases.ts"
import { makeOpenCaseOfAnomaly, makeOpenCaseOfReport } from "../../shared/desk/opening/open-breach-case.ts"
import { openBreachCasePipeline } from "../../shared/desk/opening/open-breach-case-pipeline.ts"
import { makeOpenCaseAtHub } from "../../shared/desk/opening/open-case-at-hub.ts"
import { deployedCurrentIntake } from "../../shared/parties/reception/deployed-intake.ts"
import { dynamoAnomalies } from "../../shared/watch/detection/anomalies/dynamo-anomalies.ts"
import { deployment } from "./deployment.ts"

const intake = await deployedCurrentIntake()
const ports = await deployedReportDesk(intake.parties)
const desk = { ...ports, merge: mergerOver(ports) }

export const handler = openBreachCasePipeline({
  ...intake,
  contracts: deployment.consumes,
  ofAnomaly: makeOpenCaseOfAnomaly({
    ...desk,
    anomalies: dynamoAnomalies(deployedTable("Anomalies")),
    telemetry: intake.telemetry,
  }),
  atHub: makeOpenCaseAtHub(desk),
  ofReport: makeOpenCaseOfReport(desk),
})
